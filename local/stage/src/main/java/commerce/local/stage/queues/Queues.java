package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import commerce.local.stage.aws.JsonClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The template's queues in the queue server. */
public final class Queues {

    private static final int BATCH = 10;
    /** What a message, or all messages of one call together, may hold. */
    private static final int LARGEST = 256 * 1024;

    private final JsonClient sqs;
    private final String urlPrefix;
    private final Map<String, StageModel.Queue> queues;
    private final Map<String, IntConsumer> consumers = new ConcurrentHashMap<>();

    public Queues(JsonClient sqs, URI endpoint, String account, Map<String, StageModel.Queue> queues) {
        this.sqs = sqs;
        this.urlPrefix = endpoint + "/" + account + "/";
        this.queues = queues;
    }

    /** The name in a queue's ARN or URL. */
    public static String nameOf(String arnOrUrl) {
        return arnOrUrl.substring(Math.max(arnOrUrl.lastIndexOf(':'), arnOrUrl.lastIndexOf('/')) + 1);
    }

    /** Makes every queue exist; a dead-letter queue before those that need it. */
    public void create() {
        queues.values().stream().filter(queue -> queue.deadLetters().isEmpty()).forEach(this::create);
        queues.values().stream().filter(queue -> queue.deadLetters().isPresent()).forEach(this::create);
    }

    private void create(StageModel.Queue queue) {
        var input = object().put("QueueName", queue.name());
        var attributes = input.putObject("Attributes")
                .put("VisibilityTimeout", String.valueOf(queue.visibilityTimeout().toSeconds()))
                .put("DelaySeconds", String.valueOf(queue.delay().toSeconds()));
        queue.deadLetters().ifPresent(redrive -> attributes.put("RedrivePolicy", object()
                .put("deadLetterTargetArn", queues.get(redrive.queue()).arn())
                .put("maxReceiveCount", redrive.maxReceiveCount()).toString()));
        sqs.call("CreateQueue", input);
    }

    /** Throws away all messages. */
    public void purge() {
        queues.values().forEach(queue -> sqs.call("PurgeQueue", forQueue(queue.name())));
    }

    /** Whoever consumes a queue hears how many messages have arrived. */
    void onArrival(String queue, IntConsumer consumer) {
        consumers.put(queue, consumer);
    }

    /** Messages have arrived in a queue. */
    public void arrived(String queue, int count) {
        var consumer = consumers.get(queue);
        if (consumer != null) {
            consumer.accept(count);
        }
    }

    /**
     * Sends messages, in order, and tells the consumer.
     *
     * @throws commerce.local.stage.aws.AwsError if the queue is not there
     * @throws IllegalStateException if one was refused
     */
    public void send(String queue, List<String> bodies) {
        for (int from = 0; from < bodies.size();) {
            var batch = bodies.subList(from, from + fitting(bodies.subList(from, bodies.size())));
            sendBatch(queue, batch);
            from += batch.size();
        }
        arrived(queue, bodies.size());
    }

    /** Sends a message with attributes, all of type String, and tells the consumer. */
    public void send(String queue, String body, Map<String, String> attributes) {
        var input = forQueue(queue).put("MessageBody", body);
        var given = input.putObject("MessageAttributes");
        attributes.forEach((name, value) -> given.putObject(name).put("DataType", "String").put("StringValue", value));
        sqs.call("SendMessage", input);
        arrived(queue, 1);
    }

    /** How many bodies, from the first on, one call takes; one at least. */
    private static int fitting(List<String> bodies) {
        var count = 1;
        for (long size = bytes(bodies.getFirst()); count < Math.min(BATCH, bodies.size()); count++) {
            size += bytes(bodies.get(count));
            if (size > LARGEST) {
                break;
            }
        }
        return count;
    }

    private static int bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }

    private void sendBatch(String queue, List<String> bodies) {
        if (bodies.size() == 1) {
            sqs.call("SendMessage", forQueue(queue).put("MessageBody", bodies.getFirst()));
            return;
        }
        var input = forQueue(queue);
        var entries = input.putArray("Entries");
        IntStream.range(0, bodies.size()).forEach(index -> entries.addObject().put("Id", String.valueOf(index)).put("MessageBody", bodies.get(index)));
        var failed = sqs.call("SendMessageBatch", input).path("Failed");
        if (!failed.isEmpty()) {
            throw new IllegalStateException("messages were refused by " + queue + ": " + failed);
        }
    }

    /** Up to ten visible messages; they become invisible. */
    List<Message> receive(String queue, int most) {
        var input = forQueue(queue).put("MaxNumberOfMessages", Math.min(most, BATCH)).put("WaitTimeSeconds", 0);
        input.putArray("AttributeNames").add("All");
        input.putArray("MessageAttributeNames").add("All");
        var messages = sqs.call("ReceiveMessage", input).path("Messages");
        // Not before the call: whoever counts from here must not come before the server's own time-out ends.
        var now = System.nanoTime();
        return messages.valueStream().map(message -> message(message, now)).toList();
    }

    private static Message message(JsonNode json, long now) {
        var attributes = new HashMap<String, String>();
        json.path("Attributes").properties().forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
        return new Message(json.path("MessageId").asText(), json.path("ReceiptHandle").asText(), json.path("Body").asText(), json.path("MD5OfBody").asText(),
                attributes, json.path("MessageAttributes"), json.path("MD5OfMessageAttributes").asText(), now);
    }

    void delete(String queue, List<Message> messages) {
        for (int from = 0; from < messages.size(); from += BATCH) {
            var batch = messages.subList(from, Math.min(messages.size(), from + BATCH));
            var input = forQueue(queue);
            var entries = input.putArray("Entries");
            IntStream.range(0, batch.size()).forEach(index -> entries.addObject().put("Id", String.valueOf(index)).put("ReceiptHandle", batch.get(index).receipt()));
            sqs.call("DeleteMessageBatch", input);
        }
    }

    /** How many messages a queue holds, visible or not. */
    public int size(String queue) {
        var input = forQueue(queue);
        input.putArray("AttributeNames").add("All");
        var attributes = sqs.call("GetQueueAttributes", input).path("Attributes");
        return attributes.path("ApproximateNumberOfMessages").asInt() + attributes.path("ApproximateNumberOfMessagesNotVisible").asInt();
    }

    private ObjectNode forQueue(String queue) {
        return object().put("QueueUrl", urlPrefix + queue);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
