package commerce.local.stage.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.StageModel.StreamMapping;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.mappings.Answering;
import commerce.local.stage.mappings.BatchAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchProcessorTest {

    private final LiveScheduler scheduler = new LiveScheduler(new VirtualClock());
    /** Every batch the function was called with, as sequence numbers. */
    private final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong now = new AtomicLong();
    private final List<String> givenUp = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static StreamMapping mapping(boolean bisect, int retries, boolean partial) {
        return mapping(bisect, retries, partial, Optional.empty());
    }

    private static StreamMapping mapping(boolean bisect, int retries, boolean partial, Optional<Duration> maximumAge) {
        return new StreamMapping("m", "table", "consume", 100, Duration.ZERO, true, bisect, retries, maximumAge, 1, partial, List.of(), Optional.empty());
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count).mapToObj(number -> record("key", number)).toList();
    }

    private static StreamRecord record(String key, int number) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("dynamodb").put("SequenceNumber", String.valueOf(number));
        return new StreamRecord(json, JsonNodeFactory.instance.textNode(key), "shard", number);
    }

    /** @param answer what the function answers to these sequence numbers; what it does not report failed it has taken */
    private Answering host(Function<List<String>, InvocationResult> answer) {
        return new Answering(records -> {
            var numbers = records.stream().map(record -> record.path("dynamodb").path("SequenceNumber").asText()).toList();
            calls.add(numbers);
            var result = answer.apply(numbers);
            if (result instanceof Answered answered) {
                var failed = BatchAnswer.failed(answered.payload(), Set.copyOf(numbers));
                taken.addAll(numbers.stream().takeWhile(number -> !failed.contains(number)).toList());
            }
            return result;
        });
    }

    private BatchProcessor processor(StreamMapping mapping, FunctionHost host) {
        return new BatchProcessor(mapping, host, scheduler, now::get, (batch, last, attempts, condition) ->
                batch.forEach(record -> givenUp.add(record.sequenceNumber() + " " + condition + " after " + attempts)));
    }

    @Test
    void aPoisonedRecordIsFoundByHalvingAndGivenUpAloneWhileAllOthersAreTakenInOrder() {
        processor(mapping(true, 2, false), host(batch -> batch.contains("5") ? Answering.broken() : Answering.done())).process(records(8));
        assertEquals(List.of("0", "1", "2", "3", "4", "6", "7"), taken);
        assertEquals(List.of("5 RetryAttemptsExhausted after 3"), givenUp);
        assertEquals(3, Collections.frequency(calls, List.of("5")), "once and two retries, alone");
    }

    @Test
    void withoutHalvingTheWholeBatchIsGivenUp() {
        processor(mapping(false, 1, false), host(batch -> Answering.timedOut())).process(records(3));
        assertEquals(List.of(), taken);
        assertEquals(3, givenUp.size());
        assertEquals(2, calls.size());
    }

    @Test
    void aReportedFailureIsRetriedFromThatRecordOnly() {
        var failures = new HashMap<>(Map.of("2", 2));
        processor(mapping(true, 5, true), host(batch -> batch.contains("2") && failures.merge("2", -1, Integer::sum) >= 0 ? Answering.failed(List.of("2")) : Answering.done()))
                .process(records(4));
        assertEquals(List.of("0", "1", "2", "3"), taken);
        assertEquals(List.of("0", "1", "2", "3"), calls.getFirst());
        assertTrue(calls.stream().skip(1).noneMatch(batch -> batch.contains("0") || batch.contains("1")), calls.toString());
        assertEquals(List.of(), givenUp);
    }

    @Test
    void theLowestReportedSequenceNumberIsWhereItGoesOn() {
        var first = new AtomicBoolean(true);
        processor(mapping(false, 5, true), host(batch -> first.getAndSet(false) ? Answering.failed(List.of("3", "1")) : Answering.done())).process(records(4));
        assertEquals(List.of(List.of("0", "1", "2", "3"), List.of("1", "2", "3")), calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", ""})
    void anIdentifierThatIsNotInTheBatchFailsAllOfIt(String identifier) {
        var first = new AtomicBoolean(true);
        processor(mapping(false, 5, true), host(batch -> first.getAndSet(false) ? Answering.failed(List.of(identifier)) : Answering.done())).process(records(2));
        assertEquals(List.of(List.of("0", "1"), List.of("0", "1")), calls);
        assertEquals(List.of("0", "1"), taken);
    }

    @Test
    void anAnswerThatIsNoJsonFailsTheBatchAndNothingIsLost() {
        var first = new AtomicBoolean(true);
        processor(mapping(false, 5, true), host(batch -> first.getAndSet(false) ? Answering.answer("{]") : Answering.done())).process(records(2));
        assertEquals(List.of("0", "1"), taken);
    }

    @Test
    void withoutHalvingABatchThatGetsFurtherEachTimeStillUsesUpItsRetries() {
        processor(mapping(false, 2, true), host(batch -> Answering.failed(List.of(batch.size() > 1 ? batch.get(1) : batch.getFirst())))).process(records(6));
        assertEquals(List.of("0", "1", "2"), taken);
        assertEquals(List.of("3 RetryAttemptsExhausted after 3", "4 RetryAttemptsExhausted after 3", "5 RetryAttemptsExhausted after 3"), givenUp);
    }

    @Test
    void aRecordThatIsTooOldIsGivenUpWithoutAnInvocation() {
        now.set(Duration.ofSeconds(60).toNanos() + 2);
        processor(mapping(true, -1, false, Optional.of(Duration.ofSeconds(60))), host(batch -> Answering.done())).process(records(4));
        assertEquals(List.of("0 RecordAgeExceeded after 0", "1 RecordAgeExceeded after 0"), givenUp);
        assertEquals(List.of("2", "3"), taken);
    }

    @Test
    void aRecordIsGivenUpWhenItBecomesTooOldBetweenTwoAttempts() {
        processor(mapping(false, -1, false, Optional.of(Duration.ofSeconds(60))), host(batch -> {
            now.set(calls.size() < 2 ? 0 : Duration.ofSeconds(61).toNanos());
            return Answering.broken();
        })).process(records(1));
        assertEquals(List.of("0 RecordAgeExceeded after 2"), givenUp);
    }

    @Test
    void anInvocationThatLambdaDidNotMakeCostsNoRetryAndSplitsNothing() {
        processor(mapping(true, 0, false), host(batch -> calls.size() < 3 ? Answering.error("Lambda.TooManyRequestsException") : Answering.done())).process(records(2));
        assertEquals(List.of("0", "1"), taken);
        assertEquals(List.of(), givenUp);
        assertEquals(3, Collections.frequency(calls, List.of("0", "1")));
    }

    @Test
    void aHostThatBreaksDownLosesNoRecord() {
        processor(mapping(true, 0, false), host(batch -> {
            if (calls.size() == 1) {
                throw new IllegalStateException("killed on purpose");
            }
            return Answering.done();
        })).process(records(2));
        assertEquals(List.of("0", "1"), taken);
    }

    @Test
    void aDestinationThatCannotBeReachedIsToldAgain() {
        var reports = new AtomicInteger();
        new BatchProcessor(mapping(false, 0, false), host(batch -> Answering.broken()), scheduler, now::get, (batch, last, attempts, condition) -> {
            if (reports.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
        }).process(records(1));
        assertEquals(2, reports.get());
    }

    @Test
    void theOrderOfEachKeyIsKeptWhateverFails() throws InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var mapping = mapping(true, -1, true);
        var runner = new MappingRunner(mapping, scheduler, processor(mapping, host(batch -> switch (random.nextInt(5)) {
            case 0 -> Answering.broken();
            case 1 -> Answering.failed(List.of(batch.get(random.nextInt(batch.size()))));
            default -> Answering.done();
        })), count -> { });
        var keys = 7;
        IntStream.range(0, 20).forEach(page -> runner.accept(IntStream.range(page * 10, page * 10 + 10).mapToObj(number -> record("key" + number % keys, number)).toList()));
        assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(50)), "seed " + seed);
        assertEquals(200, taken.size(), "seed " + seed);
        for (int key = 0; key < keys; key++) {
            var mine = key;
            var seen = taken.stream().map(Integer::valueOf).filter(number -> number % keys == mine).toList();
            assertEquals(seen.stream().sorted().toList(), seen, "seed " + seed);
        }
    }

    @Test
    void recordsThatNoFilterMatchesAreSkipped() throws InterruptedException {
        JsonNode pattern = JsonNodeFactory.instance.objectNode();
        ((com.fasterxml.jackson.databind.node.ObjectNode) pattern).putObject("dynamodb").putArray("SequenceNumber").add("1");
        var filtered = new StreamMapping("m", "table", "consume", 100, Duration.ZERO, true, true, 1, Optional.empty(), 1, false, List.of(pattern), Optional.empty());
        var runner = new MappingRunner(filtered, scheduler, processor(filtered, host(batch -> Answering.done())), count -> { });
        runner.accept(records(3));
        assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(10)));
        assertEquals(List.of("1"), taken);
    }
}
