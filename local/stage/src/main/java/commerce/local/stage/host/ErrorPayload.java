package commerce.local.stage.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** The body of Lambda's answer when a function fails. */
final class ErrorPayload {

    private ErrorPayload() {}

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

    static byte[] of(String errorType, String errorMessage) {
        return JsonNodeFactory.instance.objectNode().put("errorMessage", errorMessage).put("errorType", errorType).toString().getBytes(StandardCharsets.UTF_8);
    }

    static String timedOut(Instant now, String requestId, Duration timeout) {
        return "%s %s Task timed out after %d.%02d seconds".formatted(now, requestId, timeout.toSeconds(), timeout.toMillisPart() / 10);
    }
}
