package commerce.local.asl;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the host reports what became of a task. Only the first report counts. */
public interface TaskCallback {

    /** The resource answered. */
    void succeed(JsonNode result);

    /**
     * The resource failed.
     *
     * @param error the error name that {@code Retry} and {@code Catch} match, e.g. a Lambda function's {@code errorType}
     * @param cause a description; for a Lambda function the JSON text of its error payload
     */
    void fail(String error, String cause);
}
