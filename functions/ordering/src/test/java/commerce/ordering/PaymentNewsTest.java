package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.TENANT;
import static commerce.ordering.OrderingUnderTest.message;
import static commerce.ordering.OrderingUnderTest.paymentNews;
import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Money;
import commerce.ordering.domain.Decision;
import commerce.ordering.domain.PaymentStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the payment context tells: record-payment and record-refund. */
class PaymentNewsTest {

    private static final String REQUESTED = "payment.requested.v1";
    private static final String FAILED = "payment.failed.v1";

    private OrderingUnderTest ordering;
    private String orderId;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
        orderId = ordering.placed("alice", "k1");
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private void requested(int attempt) {
        ordering.consumed(ordering.recordPayment, paymentNews(REQUESTED, orderId, attempt));
    }

    private void failed(int attempt) {
        ordering.consumed(ordering.recordPayment, paymentNews(FAILED, orderId, attempt));
    }

    private void refunded(String refundId, long amount) {
        ordering.consumed(ordering.recordRefund, message("refund.succeeded.v1", orderId, Map.of("orderId", orderId, "refundId", refundId, "paymentId", "p", "provider", "simulator",
                "amount", Money.of(amount, "CNY"), "restock", false, "late", false)));
    }

    private String shown() {
        return ordering.order(orderId).payment().map(payment -> payment.attempt() + " " + payment.status()).orElse("none");
    }

    @Test
    void theFirstRequestedPaymentIsAwaitedAndToldOnceThoughDeliveredTwice() {
        requested(1);
        var version = ordering.order(orderId).version();
        requested(1);

        assertEquals("1 OPEN", shown());
        assertEquals(List.of("PENDING", "AWAITING_PAYMENT"), ordering.statuses(orderId));
        assertEquals(List.of("order.awaiting_payment.v1", "order.placed.v1"), ordering.eventTypes());
        assertEquals(version, ordering.order(orderId).version());
    }

    @Test
    void theShortWayWritesWhatTheRuleSays() {
        var before = ordering.order(orderId);
        requested(1);
        var after = ordering.order(orderId);

        var news = after.payment().orElseThrow();
        var ruled = (Decision.Changed) before.learn(news, ordering.clock.instant());
        assertEquals(ruled.order(), after);
        assertEquals(ruled.event().orElseThrow(), ordering.table.outbox().stream().filter(event -> event.type().equals("order.awaiting_payment.v1")).findFirst().orElseThrow());
    }

    @Test
    void aNewerAttemptReplacesAnOlderOneAndOldNewsChangesNothing() {
        requested(1);
        failed(1);
        assertEquals("1 FAILED", shown());
        requested(2);
        requested(1);
        failed(1);

        assertEquals("2 OPEN", shown());
        assertEquals("AWAITING_PAYMENT", ordering.order(orderId).status().name());
    }

    @Test
    void newsInAnyOrderLeadsToTheLatestAttempt() {
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            orderId = ordering.placed("alice", "random-" + run);
            List<Runnable> news = new ArrayList<>(List.of(() -> requested(1), () -> failed(1), () -> requested(2), () -> failed(2), () -> requested(3)));
            news.addAll(news.subList(0, random.nextInt(5)));
            Collections.shuffle(news, random);
            news.forEach(Runnable::run);
            assertEquals("3 OPEN", shown(), "seed " + seed + ", run " + run);
        }
    }

    @Test
    void manyDeliveriesAtOnceMakeOneTransition() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                for (int attempt = 1; attempt <= 3; attempt++) {
                    var which = attempt;
                    threads.submit(() -> requested(which));
                }
            }
        }

        assertEquals("3 OPEN", shown());
        assertEquals(List.of("PENDING", "AWAITING_PAYMENT"), ordering.statuses(orderId));
        assertEquals(List.of("order.awaiting_payment.v1", "order.placed.v1"), ordering.eventTypes());
    }

    @Test
    void newsOfAPaymentNeverReopensAnOrderThatHasEnded() {
        ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", orderId, "paymentId", TENANT + "_" + orderId + "_1", "provider", "simulator"));
        var before = ordering.table.all();

        requested(1);
        failed(2);

        assertEquals(before, ordering.table.all());
    }

    @Test
    void aCancelledOrderStillShowsThePaymentItHearsOfLate() {
        ordering.invoke(ordering.cancelOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "BY_CUSTOMER"));

        requested(1);

        assertEquals(PaymentStatus.CLOSED, ordering.order(orderId).payment().orElseThrow().status());
        assertEquals(List.of("PENDING", "CANCELLED"), ordering.statuses(orderId));
    }

    @Test
    void newsOfAnOrderThatDoesNotExistIsDeliveredAgain() {
        var stranger = paymentNews(REQUESTED, "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", 1);

        assertEquals(1, ordering.invoke(ordering.recordPayment, stranger).path("batchItemFailures").size());
    }

    @Test
    void refundsAddUpOncePerRefund() {
        refunded("r1", 300);
        refunded("r2", 500);
        refunded("r1", 300);

        assertEquals(800, ordering.get("alice", orderId).body().at("/refunded/amount").asLong());
        var told = ordering.table.outbox().stream().filter(event -> event.type().equals("order.refunded.v1")).map(event -> event.data().at("/refunded/amount").asLong()).sorted().toList();
        assertEquals(List.of(300L, 800L), told);
        assertEquals(800, ordering.answer(ordering.listOrders, commerce.kernel.testing.HttpEvents.request("GET /orders").by(TENANT, "alice")).body().at("/items/0/refunded/amount").asLong());
    }

    @Test
    void manyRefundsAtOnceEachCountOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 24; i++) {
                var refund = "r" + i % 6;
                threads.submit(() -> {
                    // A lost race may come back as a failed message, which the queue delivers again.
                    while (ordering.invoke(ordering.recordRefund, message("refund.succeeded.v1", orderId, Map.of("orderId", orderId, "refundId", refund, "amount", Money.of(100, "CNY"))))
                            .path("batchItemFailures").size() > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
        }

        assertEquals(Money.of(600, "CNY"), ordering.order(orderId).refunds().total());
        assertEquals(6, ordering.eventTypes().stream().filter("order.refunded.v1"::equals).count());
    }

    @Test
    void moneyThatCameLateAndWentBackShowsOnTheCancelledOrder() {
        ordering.invoke(ordering.cancelOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "PAYMENT_TIMEOUT"));

        refunded("late-" + orderId, 8_800);

        var view = ordering.get("alice", orderId).body();
        assertEquals("CANCELLED", view.path("status").asText());
        assertEquals(8_800, view.at("/refunded/amount").asLong());
    }
}
