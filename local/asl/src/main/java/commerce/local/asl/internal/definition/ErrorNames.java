package commerce.local.asl.internal.definition;

import java.util.List;
import java.util.Set;

/** The error names Step Functions reserves, and which errors a list of names matches. */
public final class ErrorNames {

    public static final String ALL = "States.ALL";
    public static final String TIMEOUT = "States.Timeout";
    public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    public static final String TASK_FAILED = "States.TaskFailed";
    public static final String RUNTIME = "States.Runtime";
    public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    public static final String QUERY_EVALUATION_ERROR = "States.QueryEvaluationError";
    public static final String EXCEED_TOLERATED_FAILURE_THRESHOLD = "States.ExceedToleratedFailureThreshold";

    static final Set<String> RESERVED = Set.of(ALL, TIMEOUT, HEARTBEAT_TIMEOUT, TASK_FAILED, RUNTIME, DATA_LIMIT_EXCEEDED, QUERY_EVALUATION_ERROR,
            EXCEED_TOLERATED_FAILURE_THRESHOLD, "States.Permissions", "States.ResultPathMatchFailure", "States.ParameterPathFailure",
            "States.BranchFailed", "States.NoChoiceMatched", "States.IntrinsicFailure", "States.ItemReaderFailed", "States.ResultWriterFailed",
            "States.Http.Socket");

    private ErrorNames() {}

    /**
     * Whether a retrier or catcher with these names takes an error.
     *
     * @param heartbeat whether the error is a missed heartbeat, which is reported as {@code States.Timeout} and matches both names
     */
    public static boolean match(List<String> errorEquals, String error, boolean heartbeat) {
        return errorEquals.stream().anyMatch(name -> matches(name, error, heartbeat));
    }

    private static boolean matches(String name, String error, boolean heartbeat) {
        return switch (name) {
            case ALL -> !error.equals(DATA_LIMIT_EXCEEDED) && !error.equals(RUNTIME);
            case TASK_FAILED -> !error.equals(TIMEOUT) && !error.equals(HEARTBEAT_TIMEOUT) && !error.equals(DATA_LIMIT_EXCEEDED)
                    && !error.equals(RUNTIME);
            case HEARTBEAT_TIMEOUT -> heartbeat || error.equals(HEARTBEAT_TIMEOUT);
            default -> name.equals(error);
        };
    }
}
