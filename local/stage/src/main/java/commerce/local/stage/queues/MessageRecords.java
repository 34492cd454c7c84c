package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Messages as functions receive them, member by member what Lambda writes. */
final class MessageRecords {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** What Lambda hands on of the system's attributes; the last two are there only when they mean something. */
    private static final List<String> SYSTEM_ATTRIBUTES = List.of(
            "ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp", "AWSTraceHeader", "DeadLetterQueueSourceArn");

    private final String queueArn;
    private final String region;

    MessageRecords(String queueArn, String region) {
        this.queueArn = queueArn;
        this.region = region;
    }

    ObjectNode record(Message message) {
        var record = JsonNodeFactory.instance.objectNode();
        record.put("messageId", message.id()).put("receiptHandle", message.receipt()).put("body", message.body());
        var attributes = record.putObject("attributes");
        for (var name : SYSTEM_ATTRIBUTES) {
            if (message.attributes().containsKey(name)) {
                attributes.put(name, message.attributes().get(name));
            }
        }
        var given = record.putObject("messageAttributes");
        message.messageAttributes().properties().forEach(attribute -> given.set(attribute.getKey(), attribute(attribute.getValue())));
        if (!message.md5OfMessageAttributes().isEmpty()) {
            record.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
        }
        return record.put("md5OfBody", message.md5OfBody()).put("eventSource", "aws:sqs").put("eventSourceARN", queueArn).put("awsRegion", region);
    }

    private static ObjectNode attribute(JsonNode attribute) {
        var shown = JsonNodeFactory.instance.objectNode();
        if (attribute.has("StringValue")) {
            shown.put("stringValue", attribute.path("StringValue").asText());
        }
        if (attribute.has("BinaryValue")) {
            shown.put("binaryValue", attribute.path("BinaryValue").asText());
        }
        shown.putArray("stringListValues");
        shown.putArray("binaryListValues");
        return shown.put("dataType", attribute.path("DataType").asText());
    }

    /** What filter patterns see: the record, its body as the JSON it holds. A body that is plain text matches only what asks for text. */
    static ObjectNode filtered(ObjectNode record) {
        try {
            var body = JSON.readTree(record.path("body").asText());
            return body.isMissingNode() ? record : record.deepCopy().set("body", body);
        } catch (IOException text) {
            return record;
        }
    }
}
