package commerce.local.stage.queues;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.bus.Patterns;
import commerce.local.stage.clock.Poller;
import commerce.local.stage.mappings.BatchAnswer;
import commerce.local.stage.mappings.Events;
import commerce.local.stage.queues.Gathering.Gathered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One mapping from a queue to a function: fills batches until they are full, the window is over or nothing else is going on, deletes what
 * the function took, and leaves the rest to come back when its visibility time-out ends. It receives only what it has reason to believe
 * is there: a look at an empty queue costs as much as one at a full one.
 */
final class QueueConsumer {

    private static final Logger LOG = Logger.getLogger(QueueConsumer.class);
    private static final Duration PAUSE = Duration.ofMillis(10);
    /** Lambda's pollers begin with five invocations at a time. */
    private static final int DEFAULT_CONCURRENCY = 5;
    /** So that the message is surely visible when we look. */
    private static final Duration AFTER_VISIBILITY = Duration.ofMillis(50);

    private final StageModel.QueueMapping mapping;
    private final Duration window;
    private final StageModel.Queue queue;
    private final Queues queues;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final Consumer<Integer> handedOver;
    private final MessageRecords records;
    private final Patterns filters;
    private final Poller poller;
    private final Gathering gathering;
    /** What was not taken, by receipt, until it is visible again. */
    private final Map<String, Message> invisibleOnes = new LinkedHashMap<>();
    private int running;
    /** How many messages we have reason to believe are visible. */
    private int expected;
    /** How many of them the queue server moves to the dead-letter queue instead of handing them out. */
    private int spent;
    /** The window of what is gathered is over, but as many batches run as may. */
    private boolean overdue;

    QueueConsumer(StageModel.QueueMapping mapping, Duration window, StageModel.Queue queue, String region, Queues queues, FunctionHost functions,
            Scheduler scheduler, Consumer<Integer> handedOver) {
        this.mapping = mapping;
        this.window = window;
        this.queue = queue;
        this.queues = queues;
        this.functions = functions;
        this.scheduler = scheduler;
        this.handedOver = handedOver;
        this.records = new MessageRecords(queue.arn(), region);
        this.filters = Patterns.anyOf(mapping.filters());
        this.gathering = new Gathering(mapping.batchSize());
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
        tellDeadLetters();
        var fitting = new ArrayList<Gathered>();
        var unwanted = new ArrayList<Message>();
        for (var message : received) {
            var record = records.record(message);
            if (mapping.filters().isEmpty() || filters.matches(MessageRecords.filtered(record))) {
                fitting.add(new Gathered(message, record.toString().getBytes(StandardCharsets.UTF_8)));
            } else {
                unwanted.add(message);
            }
        }
        queues.delete(queue.name(), unwanted);
        gather(fitting);
        return stillExpected(received.size());
    }

    private synchronized boolean stillExpected(int received) {
        expected = received == 0 ? 0 : Math.max(0, expected - received);
        return expected > 0;
    }

    private synchronized int room() {
        return running >= mapping.maxConcurrency().orElse(DEFAULT_CONCURRENCY) ? 0 : gathering.room();
    }

    /** The receive that has just ended has moved them. */
    private void tellDeadLetters() {
        int moved;
        synchronized (this) {
            moved = spent;
            spent = 0;
        }
        if (moved > 0) {
            queue.deadLetters().ifPresent(redrive -> {
                LOG.warnf("%d message(s) of %s are in the dead-letter queue %s", moved, queue.name(), redrive.queue());
                queues.arrived(redrive.queue(), moved);
            });
        }
    }

    private synchronized void gather(List<Gathered> messages) {
        var first = gathering.isEmpty() && !messages.isEmpty();
        gathering.add(messages);
        if (first) {
            openWindow();
        }
        deliverWhatIsReady();
    }

    private void openWindow() {
        overdue = window.isZero();
        if (!overdue) {
            var filling = gathering.window();
            scheduler.whenIdle(window, Kind.DELIVERY, label(), () -> windowEnds(filling));
        }
    }

    private synchronized void windowEnds(Object filling) {
        if (filling == gathering.window()) {
            overdue = true;
            deliverWhatIsReady();
        }
    }

    private void deliverWhatIsReady() {
        while (!gathering.isEmpty() && running < mapping.maxConcurrency().orElse(DEFAULT_CONCURRENCY) && (overdue || gathering.isFull())) {
            var batch = gathering.take();
            running++;
            if (!gathering.isEmpty()) {
                openWindow();
            }
            scheduler.run(Kind.DELIVERY, label(), () -> deliver(batch));
        }
    }

    private String label() {
        return "batch for " + mapping.operation();
    }

    /** Whatever goes wrong in here, no message is forgotten: what was not deleted comes back. */
    private void deliver(List<Gathered> batch) {
        var messages = batch.stream().map(Gathered::message).toList();
        var notTaken = messages;
        try {
            handedOver.accept(batch.size());
            var failed = failed(batch);
            queues.delete(queue.name(), messages.stream().filter(message -> !failed.contains(message.id())).toList());
            notTaken = messages.stream().filter(message -> failed.contains(message.id())).toList();
        } finally {
            notTaken.forEach(this::comesBack);
            ended();
        }
    }

    private void ended() {
        boolean more;
        synchronized (this) {
            running--;
            deliverWhatIsReady();
            more = expected > 0;
        }
        if (more) {
            poller.wake();
        }
    }

    private Set<String> failed(List<Gathered> batch) {
        var all = batch.stream().map(gathered -> gathered.message().id()).collect(Collectors.toSet());
        return switch (functions.invoke(mapping.operation(), Events.of(batch.stream().map(Gathered::record).toList()))) {
            case Failed failure -> all;
            case Answered answered when !mapping.partialFailures() -> Set.of();
            case Answered answered -> BatchAnswer.failed(answered.payload(), all);
        };
    }

    private void comesBack(Message message) {
        var invisible = queue.visibilityTimeout().minusNanos(System.nanoTime() - message.receivedNanos());
        LOG.warnf("%s did not take message %s from %s (receive %d); in %d s it %s", mapping.operation(), message.id(), queue.name(), message.receiveCount(),
                Math.max(0, invisible.toSeconds()), isSpent(message) ? "goes to the dead-letter queue " + queue.deadLetters().orElseThrow().queue() : "comes again");
        synchronized (this) {
            invisibleOnes.put(message.receipt(), message);
        }
        scheduler.afterWall(invisible.isNegative() ? AFTER_VISIBILITY : invisible.plus(AFTER_VISIBILITY), Kind.DELIVERY, "message of " + queue.name() + " visible again",
                () -> isVisibleAgain(message));
    }

    /** Whoever hears of it second does nothing. */
    private void isVisibleAgain(Message message) {
        synchronized (this) {
            if (invisibleOnes.remove(message.receipt()) == null) {
                return;
            }
            if (isSpent(message)) {
                spent++;
            }
        }
        arrived(1);
    }

    private boolean isSpent(Message message) {
        return queue.deadLetters().filter(redrive -> message.receiveCount() >= redrive.maxReceiveCount()).isPresent();
    }

    /** Brings what was not taken and waits for its visibility time-out now; how many messages that are. */
    int hurry() {
        List<Message> waiting;
        synchronized (this) {
            waiting = List.copyOf(invisibleOnes.values());
        }
        for (var message : waiting) {
            queues.reveal(queue.name(), message);
            isVisibleAgain(message);
        }
        return waiting.size();
    }
}
