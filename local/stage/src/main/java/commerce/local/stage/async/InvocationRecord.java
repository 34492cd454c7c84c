package commerce.local.stage.async;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What Lambda tells a destination about an asynchronous invocation: the event, how it went, and the function's last answer. */
final class InvocationRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InvocationRecord() {}

    /** @param last empty if the function was never invoked */
    static String of(String functionArn, String event, int invocations, String condition, Optional<InvocationResult> last, Instant now) {
        var record = JsonNodeFactory.instance.objectNode().put("version", "1.0").put("timestamp", now.toString());
        record.putObject("requestContext")
                .put("requestId", last.map(InvocationResult::requestId).orElseGet(() -> UUID.randomUUID().toString()))
                .put("functionArn", functionArn + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", invocations);
        record.set("requestPayload", json(event));
        last.ifPresent(result -> {
            var response = record.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
            if (result instanceof Failed) {
                response.put("functionError", "Unhandled");
            }
            record.set("responsePayload", json(new String(result.payload(), StandardCharsets.UTF_8)));
        });
        return record.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
