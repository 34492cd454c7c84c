package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.bus.Patterns;
import commerce.local.stage.clock.Poller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One mapping from a queue to a function: fills batches until they are full, the window is over or nothing else is going on, deletes what
 * the function took, and leaves the rest to come back when its visibility time-out ends.
 */
final class QueueConsumer {

    private static final Logger LOG = Logger.getLogger(QueueConsumer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** Lambda's pollers begin with five invocations at a time. */
    private static final int DEFAULT_CONCURRENCY = 5;
    /** So that the message is surely visible when we look. */
    private static final Duration AFTER_VISIBILITY = Duration.ofMillis(50);

    private final StageModel.QueueMapping mapping;
    private final Duration window;
    private final StageModel.Queue queue;
    private final String region;
    private final Queues queues;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final Consumer<Integer> handedOver;
    private final Patterns filters;
    private final Poller poller;
    private List<JsonNode> gathering = new ArrayList<>();
    private int running;
    /** How many messages we have reason to believe are visible: looking for more would cost a call each time. */
    private int expected;

    QueueConsumer(StageModel.QueueMapping mapping, Duration window, StageModel.Queue queue, String region, Queues queues, FunctionHost functions,
            Scheduler scheduler, Consumer<Integer> handedOver) {
        this.mapping = mapping;
        this.window = window;
        this.queue = queue;
        this.region = region;
        this.queues = queues;
        this.functions = functions;
        this.scheduler = scheduler;
        this.handedOver = handedOver;
        this.filters = Patterns.anyOf(mapping.filters());
        this.poller = new Poller(scheduler, Kind.DELIVERY, "queue " + queue.name(), PAUSE, this::look);
    }

    /** That many messages have become visible. */
    void arrived(int count) {
        synchronized (this) {
            expected += count;
        }
        poller.wake();
    }

    /** Somebody else may have sent. */
    void lookAnyway() {
        arrived(1);
    }

    void stop() {
        poller.stop();
    }

    private boolean look() {
        var room = room();
        if (room == 0) {
            // The batch that ends next looks again.
            return false;
        }
        var received = queues.receive(queue.name(), room);
        var fitting = received.stream().filter(message -> filters.matches(filtered(message))).toList();
        if (fitting.size() < received.size()) {
            queues.delete(queue.name(), received.stream().filter(message -> !fitting.contains(message)).toList());
        }
        gather(fitting);
        return stillExpected(received.size());
    }

    private synchronized boolean stillExpected(int received) {
        expected = received == 0 ? 0 : Math.max(0, expected - received);
        return expected > 0;
    }

    private synchronized int room() {
        return running >= mapping.maxConcurrency().orElse(DEFAULT_CONCURRENCY) ? 0 : mapping.batchSize() - gathering.size();
    }

    private void gather(List<JsonNode> messages) {
        List<JsonNode> full = null;
        synchronized (this) {
            var first = gathering.isEmpty() && !messages.isEmpty();
            gathering.addAll(messages);
            if (gathering.size() >= mapping.batchSize() || first && window.isZero()) {
                full = take();
            } else if (first) {
                var batch = gathering;
                scheduler.whenIdle(window, Kind.DELIVERY, "batch for " + mapping.operation(), () -> flush(batch));
            }
        }
        if (full != null) {
            var batch = full;
            scheduler.run(Kind.DELIVERY, "batch for " + mapping.operation(), () -> deliver(batch));
        }
    }

    private void flush(List<JsonNode> batch) {
        synchronized (this) {
            if (gathering != batch) {
                return;
            }
            take();
        }
        deliver(batch);
    }

    private List<JsonNode> take() {
        var batch = gathering;
        gathering = new ArrayList<>();
        running++;
        return batch;
    }

    private void deliver(List<JsonNode> batch) {
        try {
            handedOver.accept(batch.size());
            var result = functions.invoke(mapping.operation(), event(batch));
            var failed = failed(batch, result);
            queues.delete(queue.name(), batch.stream().filter(message -> !failed.contains(id(message))).toList());
            batch.stream().filter(message -> failed.contains(id(message))).forEach(this::comesBack);
        } finally {
            if (ended()) {
                poller.wake();
            }
        }
    }

    /** @return whether there was no room for what is still to come */
    private synchronized boolean ended() {
        running--;
        return expected > 0;
    }

    private void comesBack(JsonNode message) {
        var received = message.path("Attributes").path("ApproximateReceiveCount").asInt();
        var last = queue.deadLetters().filter(redrive -> received >= redrive.maxReceiveCount());
        LOG.warnf("%s did not take message %s from %s (receive %d); in %d s it %s", mapping.operation(), id(message), queue.name(), received,
                queue.visibilityTimeout().toSeconds(), last.map(redrive -> "goes to the dead-letter queue " + redrive.queue()).orElse("comes again"));
        scheduler.afterWall(queue.visibilityTimeout().plus(AFTER_VISIBILITY), Kind.DELIVERY, "message of " + queue.name() + " visible again", () -> {
            last.ifPresent(redrive -> LOG.warnf("message %s of %s is in the dead-letter queue %s", id(message), queue.name(), redrive.queue()));
            arrived(1);
        });
    }

    private Set<String> failed(List<JsonNode> batch, InvocationResult result) {
        var all = new HashSet<String>();
        batch.forEach(message -> all.add(id(message)));
        return switch (result) {
            case Failed failure -> all;
            case Answered answered when !mapping.partialFailures() -> Set.of();
            case Answered answered -> reported(all, answered.payload());
        };
    }

    /** An identifier that is not in the batch fails all of it, as Lambda has it. */
    private static Set<String> reported(Set<String> all, byte[] payload) {
        var failed = new HashSet<String>();
        try {
            JSON.readTree(payload).path("batchItemFailures").forEach(failure -> failed.add(failure.path("itemIdentifier").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException("the function's answer is not JSON", e);
        }
        return all.containsAll(failed) ? failed : all;
    }

    private static String id(JsonNode message) {
        return message.path("MessageId").asText();
    }

    /** What filter patterns see: the record, its body parsed where it is JSON. */
    private JsonNode filtered(JsonNode message) {
        if (mapping.filters().isEmpty()) {
            return message;
        }
        var record = record(message);
        try {
            record.set("body", JSON.readTree(message.path("Body").asText()));
        } catch (IOException text) {
            LOG.debugf("the body of %s is not JSON", id(message));
        }
        return record;
    }

    private byte[] event(List<JsonNode> batch) {
        var event = JsonNodeFactory.instance.objectNode();
        var records = event.putArray("Records");
        batch.forEach(message -> records.add(record(message)));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private com.fasterxml.jackson.databind.node.ObjectNode record(JsonNode message) {
        var record = JsonNodeFactory.instance.objectNode();
        record.put("messageId", id(message)).put("receiptHandle", message.path("ReceiptHandle").asText()).put("body", message.path("Body").asText());
        record.set("attributes", message.path("Attributes"));
        record.putObject("messageAttributes");
        record.put("md5OfBody", message.path("MD5OfBody").asText()).put("eventSource", "aws:sqs").put("eventSourceARN", queue.arn()).put("awsRegion", region);
        return record;
    }
}
