package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.StageModel;
import commerce.local.stage.aws.JsonClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** The template's queues in the queue server. */
public final class Queues {

    private static final int BATCH = 10;

    private final JsonClient sqs;
    private final Messages messages;
    private final String urlPrefix;
    private final Map<String, StageModel.Queue> queues;
    private final Map<String, IntConsumer> consumers = new ConcurrentHashMap<>();

    /** @param messages of the same server */
    public Queues(JsonClient sqs, Messages messages, URI endpoint, String account, Map<String, StageModel.Queue> queues) {
        this.sqs = sqs;
        this.messages = messages;
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
     * Sends messages, and tells the consumer.
     *
     * @throws commerce.local.stage.aws.AwsError if the queue is not there, or does not take one of them
     */
    public void send(String queue, List<String> bodies) {
        messages.send(queue, bodies, Map.of());
        arrived(queue, bodies.size());
    }

    /** Sends a message with attributes, all of type String, and tells the consumer. */
    public void send(String queue, String body, Map<String, String> attributes) {
        messages.send(queue, List.of(body), attributes);
        arrived(queue, 1);
    }

    /** Up to ten visible messages; they become invisible. */
    List<Message> receive(String queue, int most) {
        return messages.receive(queue, Math.min(most, BATCH));
    }

    void delete(String queue, List<Message> received) {
        messages.delete(queue, received);
    }

    void reveal(String queue, Message received) {
        messages.reveal(queue, received);
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
