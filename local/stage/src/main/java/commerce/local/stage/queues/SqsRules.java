package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.AwsError;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/** What SQS does and the queue server leaves out: the rules for batches, and the old error codes that SDKs still show. */
final class SqsRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ENTRIES = 10;
    private static final String OLD = "AWS.SimpleQueueService.";
    /** Errors whose code was longer in the query protocol; SDKs prefer that one, from a header. */
    private static final Set<String> PREFIXED = Set.of("BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest", "InvalidBatchEntryId", "MessageNotInflight",
            "PurgeQueueInProgress", "QueueDeletedRecently", "TooManyEntriesInBatchRequest", "UnsupportedOperation");

    private SqsRules() {}

    /** @throws AwsError if a batch is empty, too long or names two entries alike */
    static void checkBatch(String action, byte[] request) {
        if (!action.endsWith("Batch")) {
            return;
        }
        var entries = parsed(request).path("Entries");
        if (entries.isEmpty()) {
            throw AwsError.badRequest("EmptyBatchRequest", "There should be at least one " + action + "RequestEntry in the request.");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw AwsError.badRequest("TooManyEntriesInBatchRequest", "Maximum number of entries per request are " + MOST_ENTRIES + ". You have sent " + entries.size() + ".");
        }
        var ids = new HashSet<String>();
        for (var entry : entries) {
            if (!ids.add(entry.path("Id").asText())) {
                throw AwsError.badRequest("BatchEntryIdsNotDistinct", "Id " + entry.path("Id").asText() + " repeated.");
            }
        }
    }

    /** The same refusal with the header that names the code of the query protocol. */
    static AwsAnswer withOldCode(AwsAnswer refusal) {
        var type = parsed(refusal.body()).path("__type").asText();
        var code = type.substring(type.lastIndexOf('#') + 1);
        var old = code.equals("QueueDoesNotExist") ? OLD + "NonExistentQueue" : PREFIXED.contains(code) ? OLD + code : code;
        var headers = new HashMap<>(refusal.headers());
        headers.put("x-amzn-query-error", old + ";Sender");
        return new AwsAnswer(refusal.status(), headers, refusal.body());
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw AwsError.badRequest("SerializationException", "The body is not JSON: " + e.getMessage());
        }
    }
}
