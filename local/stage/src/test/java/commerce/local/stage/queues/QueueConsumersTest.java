package commerce.local.stage.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.Models;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueConsumersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:";

    private final LiveScheduler scheduler = new LiveScheduler(new VirtualClock());
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch twiceRefused = new CountDownLatch(2);
    private String name;
    private QueueConsumers consumers;
    private Queues queues;

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void close() {
        consumers.stop();
        scheduler.close();
    }

    /** @param refused bodies the function reports as failed. @param broken whether it throws instead of answering */
    private void consume(Duration window, boolean partial, Predicate<String> refused, boolean broken) {
        var dead = new StageModel.Queue(name + "-dead", ARN + name + "-dead", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var queue = new StageModel.Queue(name, ARN + name, Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), Optional.of(new StageModel.Redrive(dead.name(), 2)));
        queues = QueueServers.queues(Map.of(queue.name(), queue, dead.name(), dead));
        var mapping = new StageModel.QueueMapping("m", name, "consume", 10, window, Optional.empty(), partial, List.of());
        var model = Models.empty().queues(Map.of(queue.name(), queue)).queueMappings(List.of(mapping)).build();
        consumers = new QueueConsumers(model, queues, host(refused, broken), scheduler, Duration.ofHours(1), count -> { });
    }

    private FunctionHost host(Predicate<String> refused, boolean broken) {
        return new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                var records = records(payload);
                batches.add(records.stream().map(record -> record.path("body").asText()).toList());
                var failed = records.stream().filter(record -> refused.test(record.path("body").asText())).map(record -> "{\"itemIdentifier\":\"" + record.path("messageId").asText() + "\"}").toList();
                failed.forEach(any -> twiceRefused.countDown());
                return broken && !failed.isEmpty()
                        ? new InvocationResult.Failed("r", "Broken", "on purpose", "{}".getBytes(StandardCharsets.UTF_8))
                        : new InvocationResult.Answered("r", ("{\"batchItemFailures\":" + failed + "}").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Set<String> operations() {
                return Set.of("consume");
            }
        };
    }

    private static List<JsonNode> records(byte[] payload) {
        try {
            return new ObjectMapper().readTree(payload).path("Records").valueStream().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void messagesThatWereTakenAreGone() throws InterruptedException {
        consume(Duration.ZERO, true, body -> false, false);
        queues.send(name, IntStream.range(0, 25).mapToObj(String::valueOf).toList());
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(IntStream.range(0, 25).mapToObj(String::valueOf).sorted().toList(), batches.stream().flatMap(List::stream).sorted().toList());
        assertTrue(batches.stream().allMatch(batch -> batch.size() <= 10), batches.toString());
        assertEquals(0, queues.size(name));
    }

    @Test
    void onlyTheReportedMessageComesAgainAndThenGoesToTheDeadLetterQueue() throws InterruptedException {
        consume(Duration.ZERO, true, "bad"::equals, false);
        queues.send(name, List.of("good", "bad", "better"));
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(1, queues.size(name), "the refused message waits for its visibility time-out");
        assertTrue(twiceRefused.await(20, TimeUnit.SECONDS), "it came again by itself");
        awaitSize(name + "-dead", 1);
        assertEquals(0, queues.size(name));
        assertEquals(1, batches.stream().flatMap(List::stream).filter("good"::equals).count());
        assertEquals(2, batches.stream().flatMap(List::stream).filter("bad"::equals).count(), "maxReceiveCount is two");
    }

    @Test
    void aFunctionThatFailsLeavesItsWholeBatch() throws InterruptedException {
        consume(Duration.ZERO, true, body -> true, true);
        queues.send(name, List.of("one", "two"));
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(2, queues.size(name));
    }

    @Test
    void withoutPartialFailuresAnAnswerTakesTheWholeBatch() throws InterruptedException {
        consume(Duration.ZERO, false, body -> true, false);
        queues.send(name, List.of("one", "two"));
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(0, queues.size(name));
    }

    @Test
    void aBatchWaitsForMoreWhileTheStageIsBusyAndNoLonger() throws InterruptedException {
        consume(Duration.ofHours(1), true, body -> false, false);
        var busy = scheduler.hold(Kind.INVOCATION, "busy");
        for (int message = 0; message < 4; message++) {
            queues.send(name, List.of(String.valueOf(message)));
        }
        awaitReceived();
        assertEquals(List.of(), batches);
        busy.close();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(1, batches.size());
        assertEquals(4, batches.getFirst().size());
    }

    @Test
    void aFullBatchDoesNotWait() throws InterruptedException {
        consume(Duration.ofHours(1), true, body -> false, false);
        var busy = scheduler.hold(Kind.INVOCATION, "busy");
        queues.send(name, IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        awaitSize(name, 0);
        busy.close();
        assertEquals(1, batches.size());
    }

    private void awaitSize(String queue, int size) {
        while (queues.size(queue) != size) {
            Thread.onSpinWait();
        }
    }

    /** Until nothing but the held ticket and the gathering batch is left. */
    private void awaitReceived() {
        while (scheduler.inFlight().size() != 2) {
            Thread.onSpinWait();
        }
    }
}
