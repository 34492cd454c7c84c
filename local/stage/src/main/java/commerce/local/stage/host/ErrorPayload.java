package commerce.local.stage.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.InvocationResult.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Lambda's answers when a function fails. */
public final class ErrorPayload {

    private ErrorPayload() {}

    /** What the Java runtime says of an exception that left the handler. */
    static byte[] of(Throwable failure) {
        return json(failure).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(Throwable failure) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("errorMessage", failure.getMessage());
        json.put("errorType", failure.getClass().getName());
        var frames = json.putArray("stackTrace");
        for (var frame : failure.getStackTrace()) {
            frames.add(frame.toString());
        }
        if (failure.getCause() != null && failure.getCause() != failure) {
            json.set("cause", json(failure.getCause()));
        }
        return json;
    }

    /** What Lambda itself says. */
    public static Failed failed(String requestId, String errorType, String errorMessage) {
        var payload = JsonNodeFactory.instance.objectNode().put("errorType", errorType).put("errorMessage", errorMessage);
        return new Failed(requestId, errorType, errorMessage, payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Its process ended before there was an answer. @param how e.g. {@code exit status 1} or {@code signal: killed} */
    public static Failed exited(String requestId, String how) {
        return failed(requestId, "Runtime.ExitError",
                "RequestId: " + requestId + " Error: Runtime exited " + (how.equals("exit status 0") ? "without providing a reason" : "with error: " + how));
    }

    /** The function's time was over. */
    public static Failed timedOut(String requestId, Duration timeout) {
        return failed(requestId, Failed.TIMED_OUT,
                "RequestId: %s Error: Task timed out after %d.%02d seconds".formatted(requestId, timeout.toSeconds(), timeout.toMillisPart() / 10));
    }
}
