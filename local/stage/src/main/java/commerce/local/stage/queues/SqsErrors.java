package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.aws.AwsAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Set;

/** Refusals in the JSON protocol, with the error codes of the query protocol that SDKs still show. */
final class SqsErrors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = "AWS.SimpleQueueService.";
    /** Errors whose code was longer in the query protocol; SDKs prefer that one, from a header. */
    private static final Set<String> PREFIXED = Set.of("BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId", "MessageNotInflight",
            "PurgeQueueInProgress", "QueueDeletedRecently", "TooManyEntriesInBatchRequest", "UnsupportedOperation");

    private SqsErrors() {}

    /** The same refusal with the header that names the old code. What the queue server does not know it refuses in plain text. */
    static AwsAnswer withOldCode(AwsAnswer refusal) {
        JsonNode body;
        try {
            body = JSON.readTree(refusal.body());
        } catch (IOException plainText) {
            return withOldCode(AwsAnswer.error(400, "UnsupportedOperation", "The queue server says: " + new String(refusal.body(), StandardCharsets.UTF_8)));
        }
        var type = body.path("__type").asText();
        var code = type.substring(type.lastIndexOf('#') + 1);
        var old = code.equals("QueueDoesNotExist") ? OLD + "NonExistentQueue" : PREFIXED.contains(code) ? OLD + code : code;
        var headers = new HashMap<>(refusal.headers());
        headers.put("x-amzn-query-error", old + ";Sender");
        return new AwsAnswer(refusal.status(), headers, refusal.body());
    }
}
