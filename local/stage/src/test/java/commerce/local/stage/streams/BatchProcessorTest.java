package commerce.local.stage.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.StageModel.StreamMapping;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchProcessorTest {

    private final LiveScheduler scheduler = new LiveScheduler(new VirtualClock());
    /** Every batch the function was called with, as sequence numbers. */
    private final List<List<String>> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final List<String> givenUp = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        scheduler.close();
    }

    private static StreamMapping mapping(boolean bisect, int retries, boolean partial) {
        return new StreamMapping("m", "table", "publish", 100, Duration.ZERO, true, bisect, retries, Optional.empty(), 1, partial, List.of(), Optional.empty());
    }

    private static List<StreamRecord> records(int count) {
        return IntStream.range(0, count).mapToObj(number -> record("key", number)).toList();
    }

    private static StreamRecord record(String key, int number) {
        var json = JsonNodeFactory.instance.objectNode();
        json.putObject("dynamodb").put("SequenceNumber", String.valueOf(number));
        return new StreamRecord(json, JsonNodeFactory.instance.textNode(key), "shard", System.nanoTime());
    }

    /** @param answer given the sequence numbers: empty for success, else the one that fails ("" for an exception) */
    private FunctionHost host(Function<List<String>, Optional<String>> answer) {
        return new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                var numbers = numbers(payload);
                calls.add(numbers);
                var failing = answer.apply(numbers);
                if (failing.isEmpty()) {
                    taken.addAll(numbers);
                    return new InvocationResult.Answered("r", "{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
                }
                if (failing.get().isEmpty()) {
                    return new InvocationResult.Failed("r", "Broken", "on purpose", "{}".getBytes(StandardCharsets.UTF_8));
                }
                taken.addAll(numbers.subList(0, numbers.indexOf(failing.get())));
                return new InvocationResult.Answered("r", ("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + failing.get() + "\"}]}").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Set<String> operations() {
                return Set.of("publish");
            }
        };
    }

    private static List<String> numbers(byte[] payload) {
        try {
            return new ObjectMapper().readTree(payload).path("Records").valueStream().map(record -> record.path("dynamodb").path("SequenceNumber").asText()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private BatchProcessor processor(StreamMapping mapping, FunctionHost host) {
        return new BatchProcessor(mapping, host, scheduler, (batch, last, attempts, condition) ->
                batch.forEach(record -> givenUp.add(record.sequenceNumber() + " " + condition + " after " + attempts)));
    }

    @Test
    void aPoisonedRecordIsFoundByHalvingAndGivenUpAloneWhileAllOthersAreTakenInOrder() {
        processor(mapping(true, 2, false), host(batch -> batch.contains("5") ? Optional.of("") : Optional.empty())).process(records(8));
        assertEquals(List.of("0", "1", "2", "3", "4", "6", "7"), taken);
        assertEquals(List.of("5 RetryAttemptsExhausted after 3"), givenUp);
        assertEquals(3, Collections.frequency(calls, List.of("5")), "once and two retries, alone");
    }

    @Test
    void withoutHalvingTheWholeBatchIsGivenUp() {
        processor(mapping(false, 1, false), host(batch -> Optional.of(""))).process(records(3));
        assertEquals(List.of(), taken);
        assertEquals(3, givenUp.size());
        assertEquals(2, calls.size());
    }

    @Test
    void aReportedFailureIsRetriedFromThatRecordOnly() {
        var failures = new HashMap<>(Map.of("2", 2));
        processor(mapping(true, 5, true), host(batch -> batch.contains("2") && failures.merge("2", -1, Integer::sum) >= 0 ? Optional.of("2") : Optional.empty()))
                .process(records(4));
        assertEquals(List.of("0", "1", "2", "3"), taken);
        assertEquals(List.of("0", "1", "2", "3"), calls.getFirst());
        assertTrue(calls.stream().skip(1).noneMatch(batch -> batch.contains("0") || batch.contains("1")), calls.toString());
        assertEquals(List.of(), givenUp);
    }

    @Test
    void anUnknownIdentifierFailsTheWholeBatch() {
        var first = new boolean[] {true};
        FunctionHost host = host(batch -> Optional.empty());
        FunctionHost lying = new FunctionHost() {
            @Override
            public InvocationResult invoke(String operation, byte[] payload) {
                if (first[0]) {
                    first[0] = false;
                    return new InvocationResult.Answered("r", "{\"batchItemFailures\":[{\"itemIdentifier\":\"nobody\"}]}".getBytes(StandardCharsets.UTF_8));
                }
                return host.invoke(operation, payload);
            }

            @Override
            public Set<String> operations() {
                return host.operations();
            }
        };
        processor(mapping(false, 5, true), lying).process(records(2));
        assertEquals(List.of("0", "1"), taken);
    }

    @Test
    void theOrderOfEachKeyIsKeptWhateverFails() throws InterruptedException {
        var seed = System.nanoTime();
        var random = Collections.synchronizedList(new ArrayList<>(List.of(new Random(seed))));
        var runner = new MappingRunner(mapping(true, -1, true), scheduler, processor(mapping(true, -1, true), host(batch -> switch (random.getFirst().nextInt(4)) {
            case 0 -> Optional.of("");
            case 1 -> Optional.of(batch.get(random.getFirst().nextInt(batch.size())));
            default -> Optional.empty();
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
        var filtered = new StreamMapping("m", "table", "publish", 100, Duration.ZERO, true, true, 1, Optional.empty(), 1, false, List.of(pattern), Optional.empty());
        var runner = new MappingRunner(filtered, scheduler, processor(filtered, host(batch -> Optional.empty())), count -> { });
        runner.accept(records(3));
        assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(10)));
        assertEquals(List.of("1"), taken);
    }
}
