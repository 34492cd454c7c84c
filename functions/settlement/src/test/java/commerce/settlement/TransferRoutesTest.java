package commerce.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.HttpOperation;
import commerce.kernel.Idempotency;
import commerce.kernel.Json;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's routes to transfers, as API Gateway calls them. */
class TransferRoutesTest {

    private static TestAws aws;
    private Books books;
    private Map<String, HttpOperation> routes;
    private int keys;

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
    void routes() {
        books = new Books(aws);
        var idempotency = new Idempotency(aws.dynamoDb(), books.clock);
        routes = Map.of("create-transfer", new CreateTransfer(books.transfers, idempotency), "get-transfer", new GetTransfer(books.transfers),
                "post-transfer", new PostTransfer(books.transfers, idempotency), "void-transfer", new VoidTransfer(books.transfers, idempotency),
                "reverse-transfer", new ReverseTransfer(books.transfers, books.journal, idempotency));
    }

    private Lambda.Answer create(String key, Map<String, Object> body) {
        return Lambda.request(routes.get("create-transfer"), HttpEvents.request("POST /admin/ledger/transfers").by("t", "operator").header("Idempotency-Key", key).body(Json.write(body)), books.environment());
    }

    private Lambda.Answer create(Map<String, Object> body) {
        return create("key-" + ++keys, body);
    }

    private Lambda.Answer act(String operation, String path, String transferId, String body) {
        var request = HttpEvents.request("POST /admin/ledger/transfers/{transferId}/" + path).by("t", "operator").path("transferId", transferId)
                .header("Idempotency-Key", "key-" + ++keys).body(body);
        return Lambda.request(routes.get(operation), request, books.environment());
    }

    private static Map<String, Object> wish(String id, String debit, String credit, long amount) {
        return new HashMap<>(Map.of("transferId", id, "debit", debit, "credit", credit, "amount", Map.of("amount", amount, "currency", "CNY"), "reason", "as agreed"));
    }

    private static Map<String, Object> pending(String id, long amount) {
        var wish = wish(id, "merchant_deposit:m1", "bank", amount);
        wish.put("pending", true);
        wish.put("expiresInSeconds", 3600);
        return wish;
    }

    private static String slug(Lambda.Answer answer) {
        return answer.status() + " " + answer.body().path("type").asText().replace("urn:commerce:problem:", "");
    }

    @Test
    void aDepositIsPaidInPaidOutInTwoPhasesAndTakenBack() {
        var paidIn = create(wish("d1", "bank", "merchant_deposit:m1", 1000));
        assertEquals(201, paidIn.status());
        assertEquals("POSTED", paidIn.body().path("status").asText());

        assertEquals("PENDING", create(pending("p1", 600)).body().path("status").asText());
        var posted = act("post-transfer", "post", "p1", "{\"amount\":{\"amount\":500,\"currency\":\"CNY\"}}");
        assertEquals(200, posted.status());
        assertEquals(500, posted.body().path("posted").path("amount").asLong());
        assertEquals(Map.of("bank", 500L, "merchant_deposit:m1", -500L), books.balances("t"));

        var reversal = act("reverse-transfer", "reversal", "p1", "{\"reason\":\"the bank sent it back\"}");
        assertEquals("transfer:p1/posted", reversal.body().path("reverses").asText());
        assertEquals(Map.of("bank", 1000L, "merchant_deposit:m1", -1000L), books.balances("t"));
        assertEquals("409 transfer-reversed", slug(act("reverse-transfer", "reversal", "p1", "{\"reason\":\"another\"}")));
        assertEquals(List.of(), Contracts.faults(Books.publishedBy(aws)));
    }

    @Test
    void theSameKeyReplaysAndTheSameIdWithOtherContentIsRefused() {
        var first = create("key", wish("d1", "bank", "merchant_deposit:m1", 1000));
        assertEquals(first.body(), create("key", wish("d1", "bank", "merchant_deposit:m1", 1000)).body());
        assertEquals("422 idempotency-key-reused", slug(create("key", wish("d1", "bank", "merchant_deposit:m1", 1001))));
        assertEquals(201, create(wish("d1", "bank", "merchant_deposit:m1", 1000)).status());
        assertEquals("422 transfer-reused", slug(create(wish("d1", "bank", "merchant_deposit:m1", 1001))));
        assertEquals(1000, books.available("t", "merchant_deposit:m1"));
    }

    @Test
    void whatCannotBeHadIsAProblemThatSaysWhatCan() {
        create(wish("d1", "bank", "merchant_deposit:m1", 100));
        var refused = create(pending("p1", 101));
        assertEquals("422 insufficient-funds", slug(refused));
        assertEquals(100, refused.body().path("available").path("amount").asLong());
        create(pending("p2", 100));
        assertEquals("422 transfer-exceeded", slug(act("post-transfer", "post", "p2", "{\"amount\":{\"amount\":101,\"currency\":\"CNY\"}}")));
        assertEquals("422 transfer-exceeded", slug(act("post-transfer", "post", "p2", "{\"amount\":{\"amount\":1,\"currency\":\"USD\"}}")));
        assertEquals(200, act("void-transfer", "void", "p2", "").status());
        assertEquals("409 transfer-resolved", slug(act("post-transfer", "post", "p2", "{}")));
        assertEquals("404 transfer-not-found", slug(act("void-transfer", "void", "p3", "")));
        assertEquals("422 insufficient-funds", slug(create(wish("d2", "payout_clearing:m1", "bank", 1))));
        var read = Lambda.request(routes.get("get-transfer"), HttpEvents.request("GET /admin/ledger/transfers/{transferId}").by("t", "operator").path("transferId", "p2"), books.environment());
        assertEquals("VOIDED", read.body().path("status").asText());
        var others = Lambda.request(routes.get("get-transfer"), HttpEvents.request("GET /admin/ledger/transfers/{transferId}").by("other", "operator").path("transferId", "p2"), books.environment());
        assertEquals("404 transfer-not-found", slug(others));
    }

    @Test
    void wrongInputIsNamedAndChangesNothing() {
        var good = pending("p1", 10);
        for (var bad : List.<Map.Entry<String, Object>>of(Map.entry("transferId", "a b"), Map.entry("debit", "sweets"), Map.entry("debit", 7), Map.entry("credit", "merchant_deposit:m1"),
                Map.entry("credit", "bank:#"), Map.entry("amount.amount", Map.of("amount", 0, "currency", "CNY")), Map.entry("amount.currency", Map.of("amount", 1, "currency", "X")),
                Map.entry("reason", " "), Map.entry("pending", "yes"), Map.entry("expiresInSeconds", 0), Map.entry("more", 1))) {
            var wish = new HashMap<>(good);
            wish.put(bad.getKey().split("\\.")[0], bad.getValue());
            var answer = create(wish);
            assertEquals("400 invalid-input " + bad.getKey(), slug(answer) + " " + answer.body().path("field").asText());
        }
        var atOnce = new HashMap<>(good);
        atOnce.remove("pending");
        assertEquals("expiresInSeconds", create(atOnce).body().path("field").asText());
        assertEquals("amount.amount", act("post-transfer", "post", "p1", "{\"amount\":{\"amount\":0,\"currency\":\"CNY\"}}").body().path("field").asText());
        assertEquals("reason", act("reverse-transfer", "reversal", "p1", "{}").body().path("field").asText());
        assertTrue(books.table.all().isEmpty());
    }

    @Test
    void everySampleIsAccepted() {
        for (var sample : List.of("create-transfer", "get-transfer", "post-transfer", "reverse-transfer", "void-transfer")) {
            var answer = Lambda.invoke(routes.get(sample), Contracts.sample(sample), books.environment());
            assertTrue(answer.path("statusCode").asInt() < 300 || sample.equals("void-transfer") && answer.path("statusCode").asInt() == 409, () -> sample + ": " + answer);
        }
    }
}
