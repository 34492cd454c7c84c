package commerce.local.stage.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.Models;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.mappings.Answering;
import commerce.local.stage.mappings.Events;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lambda does with queues, against the real queue server. */
@Timeout(60)
class QueueConsumersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LiveScheduler scheduler = new LiveScheduler(new VirtualClock());
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> seen = Collections.synchronizedList(new ArrayList<>());
    private String name;
    private String dead;
    private int batchSize = 10;
    private Duration window = Duration.ZERO;
    private Optional<Integer> concurrency = Optional.empty();
    private boolean partial = true;
    private Duration visibility = Duration.ofSeconds(1);
    private List<JsonNode> filters = List.of();
    private QueueConsumers consumers;
    private Queues queues;

    @BeforeEach
    void name(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName() + NUMBER.incrementAndGet();
        dead = name + "-dead";
    }

    @AfterEach
    void close() {
        if (consumers != null) {
            consumers.stop();
        }
        scheduler.close();
    }

    private void consume(Function<List<JsonNode>, InvocationResult> function) {
        consume(function, Map.of());
    }

    /** A queue with a visibility time-out of a second, from which a message goes to the dead letters after two receives. */
    private void consume(Function<List<JsonNode>, InvocationResult> function, Map<String, StageModel.Function> functions) {
        var deadLetters = new StageModel.Queue(dead, ARN + dead, Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var queue = new StageModel.Queue(name, ARN + name, visibility, Duration.ZERO, Duration.ofDays(1), Optional.of(new StageModel.Redrive(dead, 2)));
        queues = QueueServers.queues(Map.of(name, queue, dead, deadLetters));
        var mapping = new StageModel.QueueMapping("m", name, "consume", batchSize, window, concurrency, partial, filters);
        var model = Models.empty().functions(functions).queues(Map.of(name, queue)).queueMappings(List.of(mapping)).build();
        consumers = new QueueConsumers(model, queues, new Answering(records -> {
            seen.addAll(records);
            batches.add(bodies(records));
            return function.apply(records);
        }), scheduler, Duration.ofHours(1), count -> { });
    }

    private static List<String> bodies(List<JsonNode> records) {
        return records.stream().map(record -> record.path("body").asText()).toList();
    }

    private static List<String> idsOf(List<JsonNode> records, String body) {
        return records.stream().filter(record -> record.path("body").asText().equals(body)).map(record -> record.path("messageId").asText()).toList();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private void quiet() throws InterruptedException {
        assertTrue(scheduler.awaitQuiet(PATIENCE), () -> scheduler.inFlight().toString());
    }

    @Test
    void messagesThatWereTakenAreGone() throws InterruptedException {
        consume(records -> Answering.done());
        queues.send(name, numbers(25));
        quiet();
        assertEquals(new TreeSet<>(numbers(25)), new TreeSet<>(batches.stream().flatMap(List::stream).toList()));
        assertTrue(batches.stream().allMatch(batch -> batch.size() <= 10), batches.toString());
        assertEquals(0, queues.size(name));
    }

    @Test
    void aRecordHasEveryMemberThatLambdaWritesAndNoOther() throws InterruptedException {
        consume(records -> Answering.done());
        queues.send(name, "{\"a\":\"ü\"}", Map.of("RULE_ARN", "arn:rule"));
        quiet();
        var record = seen.getFirst();
        assertEquals(Set.of("messageId", "receiptHandle", "body", "attributes", "messageAttributes", "md5OfMessageAttributes", "md5OfBody", "eventSource", "eventSourceARN", "awsRegion"), names(record));
        assertEquals(Set.of("ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"), names(record.path("attributes")));
        assertTrue(record.path("attributes").valueStream().allMatch(JsonNode::isTextual), record.toString());
        assertEquals("1", record.path("attributes").path("ApproximateReceiveCount").asText());
        assertEquals("{\"stringValue\":\"arn:rule\",\"stringListValues\":[],\"binaryListValues\":[],\"dataType\":\"String\"}", record.path("messageAttributes").path("RULE_ARN").toString());
        assertEquals("{\"a\":\"ü\"}", record.path("body").asText());
        assertEquals(32, record.path("md5OfBody").asText().length());
        assertEquals(List.of("aws:sqs", ARN + name, "eu-central-1"), List.of(record.path("eventSource").asText(), record.path("eventSourceARN").asText(), record.path("awsRegion").asText()));
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aMessageWithoutAttributesHasAnEmptyObjectOfThem() throws InterruptedException {
        consume(records -> Answering.done());
        queues.send(name, List.of("plain"));
        quiet();
        assertEquals("{}", seen.getFirst().path("messageAttributes").toString());
        assertTrue(seen.getFirst().path("md5OfMessageAttributes").isMissingNode());
    }

    @Test
    void onlyTheReportedMessageComesAgainAndThenGoesToTheDeadLetterQueue() throws InterruptedException {
        var twiceRefused = new CountDownLatch(2);
        consume(records -> {
            var bad = idsOf(records, "bad");
            bad.forEach(any -> twiceRefused.countDown());
            return Answering.failed(bad);
        });
        queues.send(name, List.of("good", "bad", "better"));
        quiet();
        assertEquals(1, queues.size(name), "the refused message waits for its visibility time-out");
        assertTrue(twiceRefused.await(20, TimeUnit.SECONDS), "it came again by itself");
        awaitSize(dead, 1);
        assertEquals(0, queues.size(name));
        assertEquals(1, batches.stream().flatMap(List::stream).filter("good"::equals).count());
        assertEquals(List.of("1", "2"), seen.stream().filter(record -> record.path("body").asText().equals("bad")).map(record -> record.path("attributes").path("ApproximateReceiveCount").asText()).toList());
    }

    @Test
    void whatWasNotTakenCanBeBroughtAgainBeforeItsVisibilityTimeOutEnds() throws InterruptedException {
        visibility = Duration.ofHours(1);
        consume(records -> Answering.broken());
        queues.send(name, List.of("bad"));
        quiet();
        assertEquals(1, batches.size());

        assertEquals(1, consumers.hurry());

        quiet();
        assertEquals(List.of("1", "2"), seen.stream().map(record -> record.path("attributes").path("ApproximateReceiveCount").asText()).toList());
        assertEquals(1, consumers.hurry(), "refused again");
        awaitSize(dead, 1);
        assertEquals(0, consumers.hurry());
        assertEquals(2, batches.size());
    }

    @Test
    void whatIsMovedToADeadLetterQueueReachesTheFunctionThatReadsIt() throws InterruptedException {
        consume(records -> Answering.broken());
        var arrived = new CountDownLatch(1);
        queues.onArrival(dead, count -> arrived.countDown());
        queues.send(name, List.of("bad"));
        assertTrue(arrived.await(20, TimeUnit.SECONDS));
        assertEquals(1, queues.size(dead));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.IllegalStateException", "Sandbox.Timedout", "Lambda.TooManyRequestsException"})
    void anInvocationThatFailsLeavesItsWholeBatch(String error) throws InterruptedException {
        consume(records -> Answering.error(error));
        queues.send(name, List.of("one", "two"));
        quiet();
        assertEquals(2, queues.size(name));
    }

    @Test
    void aHostThatBreaksDownForgetsNoMessage() throws InterruptedException {
        var calls = new AtomicInteger();
        consume(records -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("killed on purpose");
            }
            return Answering.done();
        });
        queues.send(name, List.of("one"));
        await(() -> batches.size() == 2);
        awaitSize(name, 0);
        assertEquals(List.of(List.of("one"), List.of("one")), batches);
    }

    @Test
    void anIdentifierThatIsNotInTheBatchLeavesItsWholeBatch() throws InterruptedException {
        consume(records -> Answering.failed(List.of("nobody")));
        queues.send(name, List.of("one", "two"));
        quiet();
        assertEquals(2, queues.size(name));
    }

    @Test
    void withoutPartialFailuresAnyAnswerTakesTheWholeBatch() throws InterruptedException {
        partial = false;
        consume(records -> Answering.failed(idsOf(records, "one")));
        queues.send(name, List.of("one", "two"));
        quiet();
        assertEquals(0, queues.size(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'body':{'type':['paid']}}                     | {'type':'paid'}  | true",
        "{'body':{'type':['paid']}}                     | {'type':'other'} | false",
        "{'body':{'type':['paid']}}                     | plain text       | false",
        "{'body':['plain text']}                        | plain text       | true",
        "{'body':['plain text']}                        | {'type':'paid'}  | false",
        "{'messageAttributes':{'k':{'stringValue':['v']}}} | anything      | true",
        "{'messageAttributes':{'k':{'stringValue':['w']}}} | anything      | false"})
    void aMessageThatNoFilterMatchesIsDeletedUnread(String pattern, String body, boolean matches) throws Exception {
        filters = List.of(json(pattern));
        consume(records -> Answering.done());
        queues.send(name, body.replace('\'', '"'), Map.of("k", "v"));
        quiet();
        assertEquals(matches ? 1 : 0, seen.size());
        assertEquals(0, queues.size(name));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    void noMoreBatchesRunAtOnceThanTheMappingAllows() throws InterruptedException {
        batchSize = 1;
        concurrency = Optional.of(3);
        var started = new CountDownLatch(3);
        var go = new CountDownLatch(1);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        consume(records -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            started.countDown();
            await(go);
            running.decrementAndGet();
            return Answering.done();
        });
        queues.send(name, numbers(12));
        assertTrue(started.await(20, TimeUnit.SECONDS));
        go.countDown();
        quiet();
        assertEquals(3, most.get());
        assertEquals(0, queues.size(name));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anEventIsNeverLargerThanSixMegabytes() throws InterruptedException {
        batchSize = 40;
        window = Duration.ofHours(1);
        consume(records -> Answering.done());
        try (var busy = scheduler.hold(Kind.INVOCATION, "busy")) {
            queues.send(name, Collections.nCopies(28, "x".repeat(250_000)));
            awaitInvisible();
        }
        quiet();
        assertEquals(28, seen.size());
        assertEquals(2, batches.size());
        assertTrue(batches.stream().allMatch(batch -> batch.stream().mapToInt(String::length).sum() < Events.LARGEST));
    }

    @Test
    void aBatchWaitsForMoreWhileTheStageIsBusyAndNoLonger() throws InterruptedException {
        window = Duration.ofHours(1);
        consume(records -> Answering.done());
        var busy = scheduler.hold(Kind.INVOCATION, "busy");
        for (int message = 0; message < 4; message++) {
            queues.send(name, List.of(String.valueOf(message)));
        }
        awaitInvisible();
        assertEquals(List.of(), batches);
        busy.close();
        quiet();
        assertEquals(1, batches.size());
        assertEquals(4, batches.getFirst().size());
    }

    @Test
    void aFullBatchDoesNotWait() throws InterruptedException {
        window = Duration.ofHours(1);
        consume(records -> Answering.done());
        var busy = scheduler.hold(Kind.INVOCATION, "busy");
        queues.send(name, numbers(10));
        awaitSize(name, 0);
        busy.close();
        assertEquals(1, batches.size());
    }

    @Test
    void aQueueWhoseMessagesComeBackBeforeTheFunctionsTimeOutIsRefused() {
        var slow = new StageModel.Function("consume", "shop", "Consume", "arn", 128, Duration.ofSeconds(2), Map.of());
        var refused = assertThrows(IllegalArgumentException.class, () -> consume(records -> Answering.done(), Map.of("consume", slow)));
        assertTrue(refused.getMessage().contains("visibility time-out of " + name + " (1 s) is less than the time-out of consume (2 s)"), refused.getMessage());
    }

    private void awaitSize(String queue, int size) {
        await(() -> queues.size(queue) == size);
    }

    /** Until nothing but the held ticket and what waits for it is left. */
    private void awaitInvisible() {
        await(() -> scheduler.inFlight().stream().allMatch(work -> work.startsWith("WAITING") || work.endsWith("busy")));
    }

    private void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "still in flight: " + scheduler.inFlight());
            LockSupport.parkNanos(1_000_000);
        }
    }
}
