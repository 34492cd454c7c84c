package commerce.local.stage;

import java.time.Duration;
import java.util.List;

/**
 * Makes things fail on purpose. Faults are armed with a count; each time one strikes the count goes down, and at zero it is gone.
 * Safe for use by many threads: a fault armed for three strikes exactly three times.
 */
public interface FaultInjector {

    /** When an invocation is to fail, seen from the function's own work. */
    enum Point {
        /** The function does not run; the caller sees the error. */
        BEFORE,
        /** The function runs to its end; its answer is lost and the caller sees the error. */
        AFTER,
        /** The function does not run and the caller sees a Lambda time-out at once. */
        TIMEOUT,
        /** The function runs to its end; the caller sees a Lambda time-out. */
        TIMEOUT_AFTER
    }

    /** Something that is armed. */
    sealed interface Fault {

        /** How often it will still strike, at least 1. */
        int count();
    }

    /**
     * Fails invocations of a function.
     *
     * @param operation the operation name, e.g. {@code reserve-stock}, or {@code *}
     * @param errorType what the caller sees; ignored for the time-outs. Lambda's own failures, e.g. {@code Lambda.ServiceException},
     *     reach workflows under that name
     */
    record InvocationFault(String operation, Point point, String errorType, String errorMessage, int count) implements Fault {}

    /**
     * Fails SDK calls that functions make.
     *
     * @param operation the calling function's operation name, or {@code *}
     * @param service {@code DynamoDB}, {@code StepFunctions}, {@code EventBridge}, {@code Lambda}, {@code SecretsManager} or {@code *}
     * @param call the API action, e.g. {@code PutItem}, {@code SendTaskSuccess}, {@code PutEvents}, or {@code *}
     * @param after false: the call does not reach the service; true: it takes effect, but its answer is lost
     * @param status the HTTP status the SDK sees; 5xx and 429 are retried by the SDK, each attempt is one strike
     * @param code the service's error code, e.g. {@code InternalServerError}
     */
    record CallFault(String operation, String service, String call, boolean after, int status, String code, int count)
            implements Fault {}

    /**
     * Kills a function in the middle of its work, at one of the SDK calls it makes: its process is gone, and what it would have done next
     * does not happen. The caller sees {@code Runtime.ExitError}.
     *
     * @param operation the calling function's operation name, or {@code *}
     * @param service as for {@link CallFault}
     * @param call as for {@link CallFault}
     * @param after false: the call no longer reaches the service; true: it takes effect, and the function dies before it hears of it
     * @param nth at which of its calls that fit, counted over all its invocations since this was armed
     * @param left how many more such calls there will be, the deadly one included; at first {@code nth}
     */
    record KillFault(String operation, String service, String call, boolean after, int nth, int left, int count) implements Fault {}

    /** Slows down invocations of a function by a wall-clock time before it runs. */
    record Delay(String operation, Duration delay, int count) implements Fault {}

    /** Adds a fault behind those already armed. */
    void arm(Fault fault);

    /** Removes all. */
    void disarmAll();

    /** What is still armed, oldest first, with the counts that are left. */
    List<Fault> armed();
}
