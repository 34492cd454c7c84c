package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import commerce.local.stage.aws.JsonClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The template's queues in the queue server. */
public final class Queues {

    private static final int BATCH = 10;

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
     * @throws IllegalStateException if one was refused
     */
    public void send(String queue, List<String> bodies) {
        for (int from = 0; from < bodies.size(); from += BATCH) {
            sendBatch(queue, bodies.subList(from, Math.min(bodies.size(), from + BATCH)));
        }
        arrived(queue, bodies.size());
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
    List<JsonNode> receive(String queue, int most) {
        var input = forQueue(queue).put("MaxNumberOfMessages", Math.min(most, BATCH)).put("WaitTimeSeconds", 0);
        input.putArray("AttributeNames").add("All");
        input.putArray("MessageAttributeNames").add("All");
        var messages = new ArrayList<JsonNode>();
        sqs.call("ReceiveMessage", input).path("Messages").forEach(messages::add);
        return messages;
    }

    void delete(String queue, Collection<JsonNode> messages) {
        var handles = messages.stream().map(message -> message.path("ReceiptHandle").asText()).toList();
        for (int from = 0; from < handles.size(); from += BATCH) {
            var batch = handles.subList(from, Math.min(handles.size(), from + BATCH));
            var input = forQueue(queue);
            var entries = input.putArray("Entries");
            IntStream.range(0, batch.size()).forEach(index -> entries.addObject().put("Id", String.valueOf(index)).put("ReceiptHandle", batch.get(index)));
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
