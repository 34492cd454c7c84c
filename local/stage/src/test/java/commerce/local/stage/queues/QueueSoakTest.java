package commerce.local.stage.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.stage.Models;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.mappings.Answering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the function does, a message ends taken or among the dead letters. */
@Timeout(120)
class QueueSoakTest {

    private static final String ARN = "arn:aws:sqs:eu-central-1:000000000000:";
    private static final int MESSAGES = 300;

    @Test
    void everyMessageIsTakenOrDeadAndNoneIsLost() throws InterruptedException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var taken = ConcurrentHashMap.<String>newKeySet();
        var dead = new StageModel.Queue("soak-dead", ARN + "soak-dead", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), Optional.empty());
        var queue = new StageModel.Queue("soak", ARN + "soak", Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1), Optional.of(new StageModel.Redrive(dead.name(), 4)));
        var queues = QueueServers.queues(Map.of(queue.name(), queue, dead.name(), dead));
        var mapping = new StageModel.QueueMapping("m", queue.name(), "consume", 10, Duration.ofMillis(5), Optional.of(4), true, List.of());
        var model = Models.empty().queues(Map.of(queue.name(), queue)).queueMappings(List.of(mapping)).build();
        var scheduler = new LiveScheduler(new VirtualClock());
        var consumers = new QueueConsumers(model, queues, new Answering(records -> {
            // Nothing is taken of a batch that holds a poisoned message, so that it drags others with it, too.
            var poisoned = records.stream().anyMatch(record -> number(record) % 50 == 7);
            switch (chance(random, poisoned ? 3 : 8)) {
                case 0:
                    return Answering.timedOut();
                case 1:
                    throw new IllegalStateException("killed on purpose, seed " + seed);
                case 2:
                    return Answering.broken();
                case 3:
                    return Answering.answer("{\"batchItemFailures\":[{\"itemIdentifier\":null}]}");
                default:
                    var refused = records.stream().filter(any -> chance(random, 4) == 0).map(record -> record.path("messageId").asText()).collect(Collectors.toSet());
                    records.stream().filter(record -> !refused.contains(record.path("messageId").asText())).forEach(record -> taken.add(record.path("body").asText()));
                    return Answering.failed(refused);
            }
        }), scheduler, Duration.ofHours(1), count -> { });
        try {
            queues.send(queue.name(), IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList());
            var deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
            while (queues.size(queue.name()) > 0) {
                assertTrue(System.nanoTime() < deadline, () -> "seed " + seed + ": " + queues.size(queue.name()) + " messages are stuck");
                LockSupport.parkNanos(5_000_000);
            }
            assertTrue(scheduler.awaitQuiet(Duration.ofSeconds(20)), "seed " + seed);
            assertEquals(Set.of(), IntStream.range(0, MESSAGES).filter(number -> number % 50 == 7).mapToObj(String::valueOf).filter(taken::contains).collect(Collectors.toSet()));
            assertEquals(MESSAGES, taken.size() + queues.size(dead.name()), "seed " + seed);
        } finally {
            consumers.stop();
            scheduler.close();
        }
    }

    private static int number(JsonNode record) {
        return record.path("body").asInt();
    }

    private static int chance(Random random, int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }
}
