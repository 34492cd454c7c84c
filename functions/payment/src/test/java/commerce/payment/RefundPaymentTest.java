package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.payment.domain.Refund;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefundPaymentTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private static String body(String refundId, long minor) {
        return "{\"refundId\":\"" + refundId + "\",\"amount\":{\"amount\":" + minor + ",\"currency\":\"CNY\"}}";
    }

    private static String problem(Lambda.Answer answer) {
        return answer.status() + " " + answer.body().path("type").asText().replace("urn:commerce:problem:", "");
    }

    /** Everything but the stored answers to idempotency keys. */
    private Object money() {
        return till.everything().stream().filter(item -> !item.get("type").s().equals("idempotency")).toList();
    }

    @Test
    void aPartOfTheMoneyGoesBack() {
        var orderId = till.paidOrder();
        var answer = till.refund(orderId, "k1", body("r1", 3000));
        assertEquals(202, answer.status());
        assertEquals(Till.json("{'refundId':'r1','orderId':'" + orderId + "','amount':{'amount':3000,'currency':'CNY'},'status':'PENDING'}"), answer.body());
        assertEquals(3000, till.row(orderId).refundingMinor());
        till.executeRefunds();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "r1").status());
        assertEquals(3000, till.row(orderId).refundingMinor());
        var done = till.table.outbox().stream().filter(event -> event.type().equals("refund.succeeded.v1")).toList();
        assertEquals(Till.json("{'orderId':'" + orderId + "','refundId':'r1','paymentId':'" + Till.id(orderId, 1)
                + "','provider':'simulator','amount':{'amount':3000,'currency':'CNY'},'restock':false,'late':false}"), done.getFirst().data());
        assertEquals(1, done.size());
    }

    @Test
    void withoutAnAmountAllThatIsLeftGoesBack() {
        var orderId = till.paidOrder();
        till.refund(orderId, "k1", body("r1", 3000));
        var answer = till.refund(orderId, "k2", "{\"refundId\":\"r2\",\"restock\":true}");
        assertEquals(5800, answer.body().path("amount").path("amount").asLong());
        assertTrue(till.refund(orderId, "r2").restock());
        var nothing = till.refund(orderId, "k3", "{\"refundId\":\"r3\"}");
        assertEquals("422 refund-exceeds-payment", problem(nothing));
        assertEquals(0, nothing.body().path("refundable").path("amount").asLong());
    }

    @Test
    void moreThanIsLeftIsRefusedAndPendingCounts() {
        var orderId = till.paidOrder();
        till.refund(orderId, "k1", body("r1", 8000));
        var before = money();
        var answer = till.refund(orderId, "k2", body("r2", 801));
        assertEquals("422 refund-exceeds-payment", problem(answer));
        assertEquals(800, answer.body().path("refundable").path("amount").asLong());
        assertEquals("422 refund-currency-differs", problem(till.refund(orderId, "k3", "{\"refundId\":\"r2\",\"amount\":{\"amount\":1,\"currency\":\"USD\"}}")));
        assertEquals(before, money());
        assertEquals(202, till.refund(orderId, "k4", body("r2", 800)).status());
    }

    @Test
    void aRefundIdSeenAgainAnswersTheFirstResult() {
        var orderId = till.paidOrder();
        var first = till.refund(orderId, "k1", body("r1", 3000));
        var before = money();
        assertEquals(first.body(), till.refund(orderId, "k2", body("r1", 3000)).body());
        assertEquals("422 refund-reused", problem(till.refund(orderId, "k3", body("r1", 3001))));
        assertEquals("422 refund-reused", problem(till.refund(orderId, "k4", "{\"refundId\":\"r1\"}")));
        assertEquals("422 refund-reused", problem(till.refund(orderId, "k5", body("r1", 3000).replace("}}", "},\"restock\":true}"))));
        assertEquals(before, money());
        till.executeRefunds();
        assertEquals(first.body(), till.refund(orderId, "k6", body("r1", 3000)).body(), "the first answer, whatever has become of it");
    }

    @Test
    void theKeyIsRequiredAndBoundToTheBody() {
        var orderId = till.paidOrder();
        var without = Lambda.request(till.refundPayment, HttpEvents.request("POST /admin/orders/{orderId}/refunds").path("orderId", orderId).by(Till.TENANT, "operator").body(body("r1", 1)), till.environment);
        assertEquals("400 idempotency-key-required", problem(without));
        var first = till.refund(orderId, "k1", body("r1", 3000));
        assertEquals(first, till.refund(orderId, "k1", body("r1", 3000)));
        assertEquals("422 idempotency-key-reused", problem(till.refund(orderId, "k1", body("r2", 3000))));
        assertEquals(3000, till.row(orderId).refundingMinor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{\"refundId\":\"\"}", "{\"refundId\":\"a b\"}", "{\"refundId\":7}", "{\"refundId\":\"late-1\"}", "{\"refundId\":\"r\",\"amount\":100}",
        "{\"refundId\":\"r\",\"amount\":{\"amount\":0,\"currency\":\"CNY\"}}", "{\"refundId\":\"r\",\"amount\":{\"amount\":-1,\"currency\":\"CNY\"}}",
        "{\"refundId\":\"r\",\"amount\":{\"amount\":1.5,\"currency\":\"CNY\"}}", "{\"refundId\":\"r\",\"amount\":{\"amount\":\"1\",\"currency\":\"CNY\"}}",
        "{\"refundId\":\"r\",\"amount\":{\"amount\":1,\"currency\":\"XXQ\"}}", "{\"refundId\":\"r\",\"amount\":{\"amount\":1}}", "{\"refundId\":\"r\",\"restock\":\"yes\"}",
        "{\"refundId\":\"r\",\"amount\":{\"amount\":9223372036854775808,\"currency\":\"CNY\"}}", "{\"refundId\":\"r\",\"extra\":1}"})
    void aMalformedRequestChangesNothing(String body) {
        var orderId = till.paidOrder();
        var before = till.everything();
        assertEquals("400 invalid-input", problem(till.refund(orderId, "k", body)));
        assertEquals(before, till.everything());
    }

    @Test
    void whereNoMoneyIsKeptNoneGoesBack() {
        var open = till.openOrder();
        assertEquals("409 not-refundable", problem(till.refund(open, "k1", body("r1", 1))));
        till.close(open, "States.Timeout");
        assertEquals("409 not-refundable", problem(till.refund(open, "k2", body("r1", 1))));
        assertEquals("404 order-not-found", problem(till.refund(till.newOrder(), "k3", body("r1", 1))));
        till.aws.standIn().on("Invoke describe-order", input -> Map.of("orderId", input.path("orderId"), "status", "CONFIRMED", "customer", "alice"));
        assertEquals("409 not-refundable", problem(till.refund(till.newOrder(), "k4", body("r1", 1))), "a free order");
        assertEquals("404 resource-not-found", problem(till.refund("nonsense", "k5", body("r1", 1))));
    }

    @Test
    void refundsAtOnceNeverExceedThePayment() throws Exception {
        var orderId = till.paidOrder();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 24).<Callable<Integer>>mapToObj(i -> () -> till.refund(orderId, "k" + i, body("r" + i, 1000)).status()).toList();
            var statuses = threads.invokeAll(tries).stream().map(done -> done.resultNow()).toList();
            assertEquals(8, statuses.stream().filter(status -> status == 202).count(), "8 x 1000 of 8800");
            assertEquals(16, statuses.stream().filter(status -> status == 422).count());
        }
        assertEquals(8000, till.row(orderId).refundingMinor());
        assertEquals(8, till.events(orderId).stream().filter("refund.requested.v1"::equals).count());
    }

    @Test
    void theSameRefundAtOnceIsMadeOnce() throws Exception {
        var orderId = till.paidOrder();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 16).<Callable<Integer>>mapToObj(i -> () -> till.refund(orderId, "k" + i, body("r1", 8000)).status()).toList();
            assertTrue(threads.invokeAll(tries).stream().allMatch(done -> done.resultNow() == 202));
        }
        assertEquals(8000, till.row(orderId).refundingMinor());
    }

    @Test
    void aRefundThatOvertakesOursIsCounted() {
        var orderId = till.paidOrder();
        till.aws.interleaving().runBefore("TransactWriteItems", () -> assertEquals(202, till.refund(orderId, "k1", body("r1", 8000)).status()));
        assertEquals("422 refund-exceeds-payment", problem(till.refund(orderId, "k2", body("r2", 1000))));
        assertTrue(till.aws.interleaving().allRan());
    }

    @Test
    void aRefundThatFailsGivesItsAmountFreeAgain() {
        var orderId = till.paidOrder();
        till.simulator.failRefundsOf(Till.id(orderId, 1).toString());
        till.refund(orderId, "k1", body("r1", 8800));
        till.executeRefunds();
        assertEquals(Refund.Status.FAILED, till.refund(orderId, "r1").status());
        assertEquals(0, till.row(orderId).refundingMinor());
        assertEquals(1, till.events(orderId).stream().filter("refund.failed.v1"::equals).count());
        assertEquals(202, till.refund(orderId, "k2", body("r2", 8800)).status());
    }

    @Test
    void aRefundTheProviderRefusesFailsAndARedeliveryAsksForNothing() {
        var orderId = till.paidOrder();
        till.simulator.reset();
        till.refund(orderId, "k1", body("r1", 100));
        var requested = till.table.outbox().stream().filter(event -> event.type().equals("refund.requested.v1")).findFirst().orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertEquals(0, till.deliver(till.executeRefund, requested).path("batchItemFailures").size());
        }
        assertEquals(Refund.Status.FAILED, till.refund(orderId, "r1").status());
        assertEquals(0, till.row(orderId).refundingMinor());
        assertEquals(1, till.events(orderId).stream().filter("refund.failed.v1"::equals).count());
    }

    @Test
    void theRefundsEndIsToldOnceHoweverOftenItIsSaid() {
        var orderId = till.paidOrder();
        till.refund(orderId, "k1", body("r1", 100));
        till.executeRefunds();
        var refund = till.refund(orderId, "r1");
        till.table.during(() -> {
            var refunds = new Refunds(till.refundRows, till.clock);
            assertEquals(java.util.Optional.empty(), refunds.succeed(refund.paymentId(), "r1", "simulator", Money.of(100, "CNY")));
            assertEquals(java.util.Optional.of("a refund that had succeeded is said to have failed"), refunds.fail(refund.paymentId(), "r1", "simulator", Money.of(100, "CNY")));
            return null;
        });
        assertEquals(100, till.row(orderId).refundingMinor());
        assertEquals(List.of("refund.requested.v1", "refund.succeeded.v1"), till.events(orderId).stream().filter(type -> type.startsWith("refund.")).toList());
    }

    @Test
    void aSuccessAfterAFailureTakesTheAmountAgain() {
        var orderId = till.paidOrder();
        till.refund(orderId, "k1", body("r1", 100));
        var refund = till.refund(orderId, "r1");
        till.table.during(() -> {
            var refunds = new Refunds(till.refundRows, till.clock);
            refunds.fail(refund.paymentId(), "r1", "simulator", Money.of(100, "CNY"));
            assertEquals(0, till.row(orderId).refundingMinor());
            refunds.succeed(refund.paymentId(), "r1", "simulator", Money.of(100, "CNY"));
            return null;
        });
        assertEquals(100, till.row(orderId).refundingMinor());
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "r1").status());
    }
}
