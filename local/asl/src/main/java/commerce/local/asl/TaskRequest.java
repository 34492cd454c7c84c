package commerce.local.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of one Task state.
 *
 * @param resource the state's {@code Resource}, e.g. {@code arn:aws:states:::lambda:invoke.waitForTaskToken} or a function's ARN
 * @param arguments the evaluated {@code Arguments}; the state's input if it has none
 * @param taskToken the token to answer with, present only for {@code .waitForTaskToken}; every attempt has its own
 * @param executionArn the execution the task belongs to
 * @param stateMachineArn the state machine of that execution
 * @param stateName the Task state
 * @param attempt 0 for the first attempt, one more for each retry
 * @param deadline when the attempt times out, if it has {@code TimeoutSeconds}
 */
public record TaskRequest(
        String resource,
        JsonNode arguments,
        Optional<String> taskToken,
        String executionArn,
        String stateMachineArn,
        String stateName,
        int attempt,
        Optional<Instant> deadline) {

    private static final String WAIT_FOR_TASK_TOKEN = ".waitForTaskToken";

    /** Whether the task's result comes by token. */
    public boolean waitsForTaskToken() {
        return resource.endsWith(WAIT_FOR_TASK_TOKEN);
    }

    /** The resource without its integration pattern: {@code arn:aws:states:::lambda:invoke}. */
    public String resourceWithoutPattern() {
        return waitsForTaskToken() ? resource.substring(0, resource.length() - WAIT_FOR_TASK_TOKEN.length()) : resource;
    }
}
