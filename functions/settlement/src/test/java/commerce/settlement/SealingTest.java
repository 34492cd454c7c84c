package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.EventBus;
import commerce.kernel.Money;
import commerce.kernel.OutboxTable;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Posting;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Entries sealed into the chain, on a real DynamoDB, whatever delivers them and however often. */
class SealingTest {

    private static TestAws aws;
    private Books books;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void books() {
        aws.standIn().acceptEvents();
        books = new Books(aws);
    }

    private void post(int from, int to) {
        IntStream.range(from, to).forEach(i -> books.table.during(() -> {
            var amount = Money.of(10, "CNY");
            books.ledger.post("t", Cause.ofOrder("ORDER" + i, "capture", amount), List.of(Posting.debit("bank", amount), Posting.credit("merchant_payable:m" + i % 40, amount)));
            return null;
        }));
    }

    private long batches() {
        return books.table.all().stream().filter(item -> item.get("type").s().equals("batch")).count();
    }

    @Test
    void whatTheStreamBringsIsPublishedMarkedAndSealedByOneCall() {
        var calls = new CopyOnWriteArrayList<String>();
        try (var counted = counting(calls)) {
            books = new Books(aws, counted);
            post(0, 20);
            books.seal();
            post(20, 40);
            calls.clear();
            books.seal();
        }
        assertEquals(List.of("TransactWriteItems"), calls);
        assertEquals(List.of(), books.table.outbox());
        assertEquals(2, batches());
    }

    private static DynamoDbClient counting(List<String> calls) {
        var builder = aws.configure(DynamoDbClient.builder());
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder().addExecutionInterceptor(new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            }
        }).build()).build();
    }

    @Test
    void moreThanATransactionHoldsIsSealedInSeveralBatches() {
        post(0, 150);
        books.seal();
        assertEquals(1500, books.projectedBalances("t").get("bank"));
        assertEquals(3, batches());
    }

    @Test
    void whatIsDeliveredTwiceCountsOnce() {
        post(0, 30);
        var stream = books.streamOfUnpublished();
        for (int i = 0; i < 3; i++) {
            Lambda.invoke(books.publish, stream, books.environment());
        }
        post(30, 40);
        var overlapping = books.streamOfUnpublished();
        Lambda.invoke(books.publish, overlapping, books.environment());
        assertEquals(400, books.projectedBalances("t").get("bank"));
        assertEquals(2, batches());
    }

    @Test
    void aCrashBeforeOrAfterTheWriteNeverCountsTwice() {
        post(0, 10);
        var stream = books.streamOfUnpublished();
        aws.interleaving().runBefore("TransactWriteItems", SealingTest::crash);
        assertThrows(IllegalStateException.class, () -> Lambda.invoke(books.publish, stream, books.environment()));
        assertEquals(Map.of(), books.projectedBalances("t"));
        aws.interleaving().runAfter("TransactWriteItems", SealingTest::crash);
        assertThrows(IllegalStateException.class, () -> Lambda.invoke(books.publish, stream, books.environment()));
        Lambda.invoke(books.publish, stream, books.environment());
        assertEquals(100, books.projectedBalances("t").get("bank"));
        assertEquals(1, batches());
    }

    private static void crash() {
        throw new IllegalStateException("crash");
    }

    @Test
    void severalSealersOfOneTenantLeaveOneChainAndCountEachEntryOnce() throws Exception {
        post(0, 60);
        var stream = books.streamOfUnpublished();
        var rivals = IntStream.range(0, 4).mapToObj(i -> new PublishSettlementEvents(new EventBus(aws.eventBridge()),
                new OutboxTable(aws.dynamoDb()), new Sealer(books.chain, new OutboxTable(aws.dynamoDb()), books.clock))).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = rivals.stream().map(rival -> threads.submit(() -> Lambda.invoke(rival, stream, books.environment()))).toList();
            for (var one : all) {
                one.get();
            }
        }
        assertEquals(600, books.projectedBalances("t").get("bank"));
        assertEquals(List.of(), books.table.outbox());
    }

    @Test
    void anEntryTheBusDidNotTakeIsSealedAllTheSameAndMarkedWhenItDoes() {
        post(0, 2);
        aws.standIn().on("AWSEvents.PutEvents", input -> Map.of("FailedEntryCount", 1, "Entries", List.of(Map.of("EventId", "1"), Map.of("ErrorCode", "InternalFailure"))));
        var answer = books.seal();
        assertEquals(1, answer.path("batchItemFailures").size());
        assertEquals(20, books.projectedBalances("t").get("bank"));
        assertEquals(1, books.table.outbox().size());

        aws.standIn().acceptEvents();
        books.seal();
        assertEquals(List.of(), books.table.outbox());
        assertEquals(20, books.projectedBalances("t").get("bank"));
    }

    @Test
    void theSweeperSealsWhatTheStreamHasMissed() {
        post(0, 3);
        Lambda.invoke(books.republish, Map.of(), books.environment());
        assertEquals(Map.of(), books.projectedBalances("t"));
        books.clock.advance(Duration.ofMinutes(6));
        Lambda.invoke(books.republish, Map.of(), books.environment());
        assertEquals(30, books.projectedBalances("t").get("bank"));
        assertEquals(List.of(), books.table.outbox());
    }

    @Test
    void thePagesOfOneListSumToZeroThoughEntriesAreSealedBetweenThem() {
        post(0, 30);
        books.seal();
        var sum = new HashMap<String, Long>();
        var asOf = new HashSet<String>();
        var request = accounts();
        for (int posted = 30; ; posted += 5) {
            var page = Lambda.request(books.accounts, request, books.environment()).body();
            page.path("items").forEach(item -> sum.merge("all", item.path("balance").asLong(), Long::sum));
            asOf.add(page.path("asOf").asText());
            if (!page.has("nextCursor")) {
                break;
            }
            books.clock.advance(Duration.ofSeconds(1));
            post(posted, posted + 5);
            books.seal();
            request = accounts().query("cursor", page.path("nextCursor").asText());
        }
        assertEquals(Map.of("all", 0L), sum);
        assertEquals(1, asOf.size());
    }

    private static HttpEvents accounts() {
        return HttpEvents.request("GET /admin/ledger/accounts").by("t", "operator").query("limit", "7");
    }

    @Test
    void aBatchSealedWhileTheListIsReadIsNotHalfInIt() {
        post(0, 5);
        books.seal();
        aws.interleaving().runBefore("Query", () -> {
            post(5, 10);
            books.seal();
        });
        assertEquals(50, books.projectedBalances("t").get("bank"));
        assertTrue(aws.interleaving().allRan());
        assertEquals(100, books.projectedBalances("t").get("bank"));
    }
}
