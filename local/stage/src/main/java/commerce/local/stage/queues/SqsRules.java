package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.aws.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What SQS refuses and the queue server takes, or refuses with another code: checked before a call goes there. */
final class SqsRules {

    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int LONGEST_DELAY = 900;
    private static final int LONGEST_WAIT = 20;
    private static final int LONGEST_VISIBILITY = 43_200;
    private static final Set<String> WITHOUT_QUEUE = Set.of("CreateQueue", "GetQueueUrl", "ListQueues", "ListMessageMoveTasks", "StartMessageMoveTask", "CancelMessageMoveTask");
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    /** The characters XML has: what the query protocol could carry. */
    private static final Pattern FORBIDDEN = Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");
    private static final Set<String> ATTRIBUTES = Stream.of("All", "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod",
            "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
            "ApproximateNumberOfMessagesDelayed", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "FifoQueue", "ContentBasedDeduplication",
            "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "DeduplicationScope", "FifoThroughputLimit", "RedriveAllowPolicy", "SqsManagedSseEnabled")
            .collect(Collectors.toUnmodifiableSet());

    private SqsRules() {}

    /** @throws AwsError as SQS refuses such a call */
    static void check(String action, JsonNode input) {
        if (!WITHOUT_QUEUE.contains(action)) {
            present(input, "QueueUrl");
        }
        range(input, "VisibilityTimeout", 0, LONGEST_VISIBILITY, "Must be between 0 and 43200, if provided.");
        switch (action) {
            case "SendMessage" -> message(input);
            case "ReceiveMessage" -> {
                range(input, "MaxNumberOfMessages", 1, MOST_ENTRIES, "Must be between 1 and 10, if provided.");
                range(input, "WaitTimeSeconds", 0, LONGEST_WAIT, "Must be >= 0 and <= 20, if provided.");
            }
            case "GetQueueAttributes" -> input.path("AttributeNames").valueStream().map(JsonNode::asText).filter(name -> !ATTRIBUTES.contains(name)).findFirst()
                    .ifPresent(name -> refuse("InvalidAttributeName", "Unknown Attribute " + name + "."));
            case "SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch" -> batch(action, input.path("Entries"));
            default -> { }
        }
    }

    private static void message(JsonNode input) {
        present(input, "MessageBody");
        range(input, "DelaySeconds", 0, LONGEST_DELAY, "DelaySeconds must be >= 0 and <= 900.");
        var body = input.path("MessageBody").asText();
        if (bytes(body) > MOST_BYTES) {
            refuse("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter than " + MOST_BYTES + " bytes.");
        }
        var forbidden = FORBIDDEN.matcher(body);
        if (forbidden.find()) {
            refuse("InvalidMessageContents", "Invalid binary character '#x" + Integer.toHexString(forbidden.group().codePointAt(0)).toUpperCase(Locale.ROOT)
                    + "' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        }
    }

    private static void batch(String action, JsonNode entries) {
        if (entries.isEmpty()) {
            refuse("EmptyBatchRequest", "There should be at least one " + action + "RequestEntry in the request.");
        }
        if (entries.size() > MOST_ENTRIES) {
            refuse("TooManyEntriesInBatchRequest", "Maximum number of entries per request are " + MOST_ENTRIES + ". You have sent " + entries.size() + ".");
        }
        var ids = new HashSet<String>();
        for (var entry : entries) {
            var id = entry.path("Id").asText();
            if (!ENTRY_ID.matcher(id).matches()) {
                refuse("InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
            }
            if (!ids.add(id)) {
                refuse("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
        }
        var bytes = entries.valueStream().mapToInt(entry -> bytes(entry.path("MessageBody").asText())).sum();
        if (bytes > MOST_BYTES) {
            refuse("BatchRequestTooLong", "Batch requests cannot be longer than " + MOST_BYTES + " bytes. You have sent " + bytes + " bytes.");
        }
    }

    private static void present(JsonNode input, String member) {
        if (input.path(member).asText().isEmpty()) {
            refuse("MissingParameter", "The request must contain the parameter " + member + ".");
        }
    }

    private static void range(JsonNode input, String member, int least, int most, String reason) {
        var value = input.path(member);
        if (value.isNumber() && (value.asInt() < least || value.asInt() > most)) {
            refuse("InvalidParameterValue", "Value " + value.asInt() + " for parameter " + member + " is invalid. Reason: " + reason);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void refuse(String code, String message) {
        throw AwsError.badRequest(code, message);
    }
}
