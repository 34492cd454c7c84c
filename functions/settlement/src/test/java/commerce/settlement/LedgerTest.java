package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settlement operations as Lambda runs them, on a real DynamoDB. */
class LedgerTest {

    private static final String ORDER = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";
    private static TestAws aws;
    private Books books;
    private TestTable table;

    @BeforeAll
    static void start() {
        aws = TestAws.start();
        aws.standIn().acceptEvents();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void operations() {
        books = new Books(aws);
        table = books.table;
    }

    @AfterEach
    void everyEventKeepsItsSchema() {
        assertEquals(List.of(), Contracts.faults(Books.publishedBy(aws)));
        assertEquals(List.of(), Contracts.faults(table.outbox()));
    }

    private static Event fact(String tenant, String type, Map<String, Object> more) {
        var data = new HashMap<String, Object>(Map.of("orderId", ORDER, "paymentId", "t_" + ORDER + "_1", "provider", "simulator"));
        data.putAll(more);
        return Event.of("commerce.test", type, tenant, ORDER, String.valueOf(more.get("refundId")), java.time.Instant.EPOCH, data);
    }

    private static Event captured(long amount) {
        return fact("t", "payment.captured.v1", Map.of("amount", Money.of(amount, "CNY")));
    }

    private static Event confirmed(long amount) {
        return fact("t", "order.confirmed.v1", Map.of("total", Money.of(amount, "CNY")));
    }

    private static Event refunded(String refundId, long amount, boolean late) {
        return fact("t", "refund.succeeded.v1", Map.of("amount", Money.of(amount, "CNY"), "refundId", refundId, "late", late));
    }

    private int failures(Event... events) {
        var failed = 0;
        for (var event : events) {
            var consumer = event.type().startsWith("order.") ? books.settleOrder : books.postPayment;
            failed += Lambda.invoke(consumer, Books.message(event), books.environment()).path("batchItemFailures").size();
        }
        return failed;
    }

    private Map<String, Long> balances(String tenant) {
        return books.balances(tenant);
    }

    @Test
    void anOrderFromCaptureToRefundBalancesAtEveryStep() {
        assertEquals(0, failures(captured(8800)));
        assertEquals(Map.of("provider_receivable:simulator", 8800L, "customer_payments", -8800L), balances("t"));
        assertEquals(0, failures(confirmed(8800)));
        assertEquals(Map.of("provider_receivable:simulator", 8800L, "merchant_payable:t", -8307L, "platform_commission", -440L, "provider_fees_payable:simulator", -53L), balances("t"));
        assertEquals(0, failures(refunded("r1", 4400, false)));
        assertEquals(Map.of("provider_receivable:simulator", 4400L, "merchant_payable:t", -4127L, "platform_commission", -220L, "provider_fees_payable:simulator", -53L), balances("t"));
    }

    @Test
    void lateMoneyIsOwedBackUntilItIsReturned() {
        assertEquals(0, failures(fact("t", "payment.received_late.v1", Map.of("amount", Money.of(500, "CNY"), "refundId", "late-1"))));
        assertEquals(Map.of("provider_receivable:simulator", 500L, "refunds_payable", -500L), balances("t"));
        assertEquals(0, failures(refunded("late-1", 500, true)));
        assertEquals(Map.of(), balances("t"));
    }

    @Test
    void repeatedAndReorderedFactsLeadToTheSameBooks() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var facts = new ArrayList<>(List.of(captured(8800), confirmed(8800), refunded("r1", 1000, false), refunded("r2", 7800, false)));
        facts.addAll(facts);
        Collections.shuffle(facts, random);
        assertEquals(0, failures(facts.toArray(Event[]::new)), "seed " + seed);
        assertEquals(Map.of("merchant_payable:t", 53L, "provider_fees_payable:simulator", -53L),
                balances("t"), "seed " + seed);
    }

    @Test
    void oneCauseWithTwoAmountsIsAFaultAndChangesNothing() {
        failures(captured(8800));
        var before = table.all();
        assertEquals(1, failures(captured(8801)));
        assertEquals(before.size(), table.all().size());
        assertEquals(8800L, balances("t").get("provider_receivable:simulator"));
    }

    @Test
    void anEventNobodyHasARuleForComesBack() {
        assertEquals(1, failures(fact("t", "payment.failed.v1", Map.of("amount", Money.of(1, "CNY")))));
        assertTrue(table.all().isEmpty());
    }

    @Test
    void aFreeOrderPostsNothing() {
        assertEquals(0, failures(confirmed(0)));
        assertTrue(table.all().isEmpty());
    }

    @Test
    void aRefundThatSlipsInBetweenReadAndWriteIsNotLost() {
        failures(captured(8800));
        aws.interleaving().runBefore("TransactWriteItems", () -> failures(refunded("r1", 8800, false)));
        assertEquals(0, failures(confirmed(8800)));
        assertTrue(aws.interleaving().allRan());
        assertEquals(Map.of("merchant_payable:t", 53L, "provider_fees_payable:simulator", -53L), balances("t"));
    }

    @Test
    void concurrentRefundsOfOneOrderAllCountOnce() throws Exception {
        failures(captured(1000), confirmed(1000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 20).mapToObj(i -> threads.submit(() -> {
                while (failures(refunded("r" + i % 10, 100, false)) > 0) {
                    // The queue delivers again what lost to the others five times.
                }
            })).toList();
            for (var one : all) {
                one.get();
            }
        }
        assertEquals(Map.of("merchant_payable:t", 6L, "provider_fees_payable:simulator", -6L), balances("t"));
    }

    @Test
    void anotherTenantSeesNothing() {
        failures(captured(8800));
        assertEquals(Map.of(), balances("other"));
        assertEquals(0, entries("other", Map.of("orderId", ORDER)).size());
        assertEquals(0, entries("other", Map.of()).size());
    }

    @Test
    void entriesAreListedByOrderOldestFirstAndByTenantNewestFirstInPages() {
        failures(captured(8800));
        books.clock.advance(java.time.Duration.ofSeconds(1));
        failures(confirmed(8800));
        assertEquals(List.of("capture", "settlement"), causes(entries("t", Map.of("orderId", ORDER))));

        var first = page("t", Map.of("limit", "1"));
        assertEquals(List.of("settlement"), causes(first.path("items")));
        var second = page("t", Map.of("limit", "1", "cursor", first.path("nextCursor").asText()));
        assertEquals(List.of("capture"), causes(second.path("items")));
    }

    @Test
    void aMalformedOrderIdLimitOrCursorIsNamed() {
        for (var bad : List.of(Map.of("orderId", "x"), Map.of("limit", "0"), Map.of("cursor", "djE6eA"))) {
            var request = HttpEvents.request("GET /admin/ledger/entries").by("t", "operator");
            bad.forEach(request::query);
            var answer = Lambda.request(new ListLedgerEntries(books.journal), request, books.environment());
            assertEquals(400, answer.status());
            assertEquals(bad.keySet().iterator().next(), answer.body().path("field").asText());
        }
    }

    @Test
    void everySampleIsAccepted() {
        for (var sample : List.of("post-payment", "settle-order")) {
            var handler = sample.equals("post-payment") ? books.postPayment : books.settleOrder;
            assertEquals(0, Lambda.invoke(handler, Contracts.sample(sample), books.environment()).path("batchItemFailures").size(), sample);
        }
        aws.standIn().forgetCalls();
        assertEquals(0, Lambda.invoke(books.publish, Contracts.sample("publish-settlement-events"), books.environment()).path("batchItemFailures").size());
        assertEquals(1, aws.standIn().calls("AWSEvents.PutEvents").size());
        books.seal();
        assertEquals(5, Json.read(Lambda.invoke(books.accounts, Contracts.sample("list-ledger-accounts"), books.environment()).path("body").asText()).path("items").size());
        assertEquals(2, Json.read(Lambda.invoke(new ListLedgerEntries(books.journal), Contracts.sample("list-ledger-entries"), books.environment()).path("body").asText()).path("items").size());
        assertEquals(2, Lambda.invoke(new ReadLedgerEntries(books.journal), Contracts.sample("read-ledger-entries"), books.environment()).path("entries").size());
        assertEquals(200, Lambda.invoke(new GetTrialBalance(books.checkpoints, books.clock), Contracts.sample("get-trial-balance"), books.environment()).path("statusCode").asInt());
        assertEquals(200, Lambda.invoke(new VerifyLedger(new ChainVerification(books.chain, new BatchReads(aws.dynamoDb(), new Random(7)))), Contracts.sample("verify-ledger"), books.environment()).path("statusCode").asInt());
        assertEquals(0, Lambda.invoke(new SweepLedger(books.transfers, books.checkpoints), Contracts.sample("sweep-ledger"), books.environment()).path("overdue").asInt());
        Lambda.invoke(books.republish, Contracts.sample("republish-settlement-events"), books.environment());
    }

    private JsonNode page(String tenant, Map<String, String> query) {
        var request = HttpEvents.request("GET /admin/ledger/entries").by(tenant, "operator");
        query.forEach(request::query);
        return Lambda.request(new ListLedgerEntries(books.journal), request, books.environment()).body();
    }

    private JsonNode entries(String tenant, Map<String, String> query) {
        return page(tenant, query).path("items");
    }

    private static List<String> causes(JsonNode entries) {
        return entries.valueStream().map(entry -> entry.path("cause").asText()).toList();
    }
}
