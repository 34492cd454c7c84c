package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static TestAws aws;
    private TestTable table;
    private final TestClock clock = new TestClock();
    private final AtomicInteger runs = new AtomicInteger();
    private Idempotency idempotency;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void table() {
        table = TestTable.create(aws.dynamoDb());
        idempotency = new Idempotency(aws.dynamoDb(), clock);
    }

    private static HttpRequest request(String tenant, String key, String body) {
        return new HttpRequest(HttpEvents.request("POST /orders").by(tenant, "alice").header("Idempotency-Key", key).body(body).event());
    }

    private HttpResponse once(HttpRequest request) {
        return table.during(() -> idempotency.once(request, claim -> HttpResponse.created(Map.of("run", runs.incrementAndGet()))));
    }

    private int statusOf(HttpRequest request) {
        return assertThrows(ProblemException.class, () -> once(request)).problem().status();
    }

    @Test
    void theSameKeyAndBodyReplaysTheFirstAnswer() {
        var first = once(request("t", "k", "{}"));
        assertEquals(first, once(request("t", "k", "{}")));
        assertEquals(1, runs.get());
    }

    @Test
    void aKeyIsItsTenantsOwn() {
        once(request("t", "k", "{}"));
        once(request("u", "k", "{}"));
        assertEquals(2, runs.get());
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() {
        once(request("t", "k", "{}"));
        assertEquals(422, statusOf(request("t", "k", "{ }")));
        assertEquals(1, runs.get());
    }

    @Test
    void aMissingOrUnprintableKeyIsRefused() {
        assertEquals(400, statusOf(new HttpRequest(HttpEvents.request("POST /orders").by("t", "alice").body("{}").event())));
        assertEquals(400, statusOf(request("t", "a b", "{}")));
        assertTrue(table.all().isEmpty());
    }

    @Test
    void aProblemIsNotStoredSoTheKeyMayBeUsedAgain() {
        assertThrows(ProblemException.class, () -> table.during(() -> idempotency.once(request("t", "k", "{}"), claim -> {
            throw Problem.invalidInput("lines", "lines is missing").asException();
        })));
        assertTrue(table.all().isEmpty());
        once(request("t", "k", "{\"mended\":true}"));
        assertEquals(1, runs.get());
    }

    @Test
    void whileTheFirstIsRunningTheSecondIsToldSoAndAfterTheLeaseItMayTakeOver() {
        table.during(() -> idempotency.once(request("t", "k", "{}"), claim -> {
            assertEquals(409, statusOf(request("t", "k", "{}")));
            clock.advance(Idempotency.LEASE.plusSeconds(1));
            once(request("t", "k", "{}"));
            return HttpResponse.created(Map.of("run", "the one that lost its lease"));
        }));
        assertEquals("{\"run\":1}", once(request("t", "k", "{}")).body());
    }

    @Test
    void theAnswerIsWrittenInTheCallersOwnTransactionWhenItAsks() {
        var transactions = new Transactions(aws.dynamoDb(), new java.util.Random(1));
        table.during(() -> idempotency.once(request("t", "k", "{}"), claim -> {
            var answer = HttpResponse.created(Map.of("run", runs.incrementAndGet()));
            assertEquals(new Transactions.Outcome.Committed(), transactions.write(java.util.List.of(claim.completion(answer))));
            return answer;
        }));
        once(request("t", "k", "{}"));
        assertEquals(1, runs.get());
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        once(request("t", "k", "{}"));
        clock.advance(Duration.ofHours(24));
        once(request("t", "k", "{}"));
        assertEquals(1, runs.get());
        clock.advance(Duration.ofHours(2));
        once(request("t", "k", "{}"));
        assertEquals(2, runs.get());
    }

    @Test
    void ofFiftyParallelRequestsOneRuns() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 50).mapToObj(i -> threads.submit(() -> {
                try {
                    return once(request("t", "k", "{}")).statusCode();
                } catch (ProblemException e) {
                    return e.problem().status();
                }
            })).toList();
            for (var one : all) {
                assertTrue(one.get() == 201 || one.get() == 409, "status " + one.get());
            }
        }
        assertEquals(1, runs.get());
    }
}
