package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.aws.AwsError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.DefaultVisibilityTimeout$;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.ImmediateNextDelivery$;
import org.elasticmq.MessageAttribute;
import org.elasticmq.MessageContent;
import org.elasticmq.MessageData;
import org.elasticmq.MillisVisibilityTimeout;
import org.elasticmq.NewMessageData;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.TracingId;
import org.elasticmq.msg.DeleteMessage;
import org.elasticmq.msg.LookupQueue;
import org.elasticmq.msg.ReceiveMessages;
import org.elasticmq.msg.SendMessage;
import org.elasticmq.msg.UpdateVisibilityTimeout;
import org.elasticmq.rest.sqs.MD5Util;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Speaks with the queue server's own actors: the queues that others reach by HTTP, without the HTTP, which cost more than the queues. What
 * the HTTP side of the server checks and adds is done here.
 */
final class QueueActors implements Messages {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A mebibyte, as on AWS; the server's own limit, for those who come by HTTP, is still a quarter of that. */
    private static final int LARGEST = 1024 * 1024;

    private final ActorRef manager;
    private final String arnPrefix;

    /** @param arnPrefix what stands before a queue's name in its ARN */
    QueueActors(ActorRef manager, String arnPrefix) {
        this.manager = manager;
        this.arnPrefix = arnPrefix;
    }

    private static CompletableFuture<Object> ask(ActorRef actor, Object message) {
        return Patterns.ask(actor, message, PATIENCE).toCompletableFuture();
    }

    private ActorRef queue(String name) {
        var found = (Option<?>) ask(manager, LookupQueue.apply(name)).join();
        if (found.isEmpty()) {
            throw AwsError.badRequest("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
        }
        return (ActorRef) found.get();
    }

    @Override
    public void send(String queue, List<String> bodies, Map<String, String> attributes) {
        bodies.forEach(QueueActors::refuseUnfit);
        var given = scala.collection.immutable.Map$.MODULE$.<String, MessageAttribute>empty();
        for (var attribute : attributes.entrySet()) {
            given = given.updated(attribute.getKey(), StringMessageAttribute.apply(attribute.getValue(), Option.empty()));
        }
        var actor = queue(queue);
        var all = given;
        bodies.stream().map(body -> ask(actor, SendMessage.apply(message(body, all)))).toList().forEach(CompletableFuture::join);
    }

    private static NewMessageData message(String body, scala.collection.immutable.Map<String, MessageAttribute> attributes) {
        return NewMessageData.apply(Option.empty(), MessageContent.apply(body), attributes, ImmediateNextDelivery$.MODULE$, Option.empty(), Option.empty(), 0,
                Option.empty(), Option.empty(), Option.empty());
    }

    private static void refuseUnfit(String body) {
        if (body.isEmpty() || body.length() > LARGEST || body.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
            throw AwsError.badRequest("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must have 1 to " + LARGEST + " bytes.");
        }
        if (!body.codePoints().allMatch(QueueActors::isAllowed)) {
            throw AwsError.badRequest("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        }
    }

    private static boolean isAllowed(int character) {
        return character >= 0x20 && character <= 0xD7FF || character == '\n' || character == '\r' || character == '\t'
                || character >= 0xE000 && character <= 0xFFFD || character >= 0x10000;
    }

    @Override
    public List<Message> receive(String queue, int most) {
        var received = (scala.collection.immutable.List<?>) ask(queue(queue), ReceiveMessages.apply(DefaultVisibilityTimeout$.MODULE$, most, Option.empty(), Option.empty())).join();
        // Not before the answer: whoever counts from here must not come before the server's own time-out ends.
        var now = System.nanoTime();
        return CollectionConverters.asJava(received).stream().map(message -> message((MessageData) message, now)).toList();
    }

    private Message message(MessageData message, long now) {
        var attributes = new HashMap<String, String>();
        attributes.put("SenderId", "127.0.0.1");
        attributes.put("SentTimestamp", String.valueOf(message.created().toInstant().toEpochMilli()));
        attributes.put("ApproximateReceiveCount", String.valueOf(message.statistics().approximateReceiveCount()));
        if (message.statistics().approximateFirstReceive() instanceof OnDateTimeReceived first) {
            attributes.put("ApproximateFirstReceiveTimestamp", String.valueOf(first.when().toInstant().toEpochMilli()));
        }
        if (message.tracingId().isDefined()) {
            attributes.put("AWSTraceHeader", ((TracingId) message.tracingId().get()).id());
        }
        if (message.deadLetterSourceQueueName().isDefined()) {
            attributes.put("DeadLetterQueueSourceArn", arnPrefix + message.deadLetterSourceQueueName().get());
        }
        var body = message.content().value();
        return new Message(message.id().id(), message.deliveryReceipt().get().receipt(), body, md5(body), attributes, attributes(message),
                message.messageAttributes().isEmpty() ? "" : MD5Util.md5AttributeDigest(message.messageAttributes()), now);
    }

    private static ObjectNode attributes(MessageData message) {
        var json = JsonNodeFactory.instance.objectNode();
        CollectionConverters.asJava(message.messageAttributes()).forEach((name, attribute) -> {
            var shown = json.putObject(name).put("DataType", attribute.getDataType());
            switch (attribute) {
                case StringMessageAttribute text -> shown.put("StringValue", text.stringValue());
                case NumberMessageAttribute number -> shown.put("StringValue", number.stringValue());
                case BinaryMessageAttribute binary -> shown.put("BinaryValue", binary.asBase64());
                default -> throw new IllegalStateException("an attribute of an unknown kind: " + attribute);
            }
        });
        return json;
    }

    private static String md5(String body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has MD5", impossible);
        }
    }

    @Override
    public void delete(String queue, List<Message> messages) {
        if (!messages.isEmpty()) {
            var actor = queue(queue);
            messages.stream().map(message -> ask(actor, DeleteMessage.apply(DeliveryReceipt.apply(message.receipt())))).toList().forEach(CompletableFuture::join);
        }
    }

    @Override
    public void reveal(String queue, Message message) {
        ask(queue(queue), UpdateVisibilityTimeout.apply(DeliveryReceipt.apply(message.receipt()), MillisVisibilityTimeout.apply(0))).join();
    }
}
