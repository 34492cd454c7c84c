package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestCancellationTest {

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

    private HttpEvents request(String customer) {
        return ordering.about("POST /orders/{orderId}/cancellation", customer, orderId);
    }

    private Lambda.Answer cancel() {
        return ordering.answer(ordering.requestCancellation, request("alice"));
    }

    private long requested() {
        return ordering.eventTypes().stream().filter("order.cancellation_requested.v1"::equals).count();
    }

    @Test
    void aWishToCancelIsAcceptedAndToldOnceHoweverOftenItIsSaid() {
        var first = cancel();
        var version = ordering.order(orderId).version();
        var second = cancel();

        assertEquals(202, first.status());
        assertEquals(orderId, first.body().path("orderId").asText());
        assertEquals("PENDING", first.body().path("status").asText());
        assertEquals(first, second);
        assertEquals(version, ordering.order(orderId).version());
        assertEquals(1, requested());
    }

    @Test
    void aHundredWishesAtOnceAreToldOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 100).mapToObj(i -> threads.submit(this::cancel)).toList();
            assertEquals(List.of(202), answers.stream().map(answer -> {
                try {
                    return answer.get().status();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }).distinct().toList());
        }
        assertEquals(1, requested());
    }

    @Test
    void aPaidOrderCannotBeCancelledAndTheAnswerNamesRefunds() {
        ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", orderId, "paymentId", "p1", "provider", "simulator"));

        var answer = cancel();

        assertEquals(409, answer.status());
        assertEquals("urn:commerce:problem:already-paid", answer.body().path("type").asText());
        assertTrue(answer.body().path("detail").asText().contains("POST /admin/orders/" + orderId + "/refunds"));
        assertEquals(0, requested());
    }

    @Test
    void aRejectedOrderCannotBeCancelledAndACancelledOneIs() {
        ordering.invoke(ordering.cancelOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "PAYMENT_TIMEOUT"));
        assertEquals(202, cancel().status());
        orderId = ordering.placed("alice", "k2");
        ordering.invoke(ordering.rejectOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "OUT_OF_STOCK"));
        assertEquals(409, cancel().status());
        assertEquals(0, requested());
    }

    @Test
    void whenTheOrderIsConfirmedBetweenReadAndWriteTheAnswerIsThatItIsPaid() {
        ordering.aws.interleaving().runBefore("UpdateItem",
                () -> ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", orderId, "paymentId", "p1", "provider", "simulator")));

        assertEquals(409, cancel().status());
        assertTrue(ordering.aws.interleaving().allRan());
        assertEquals(0, requested());
        assertEquals(List.of("PENDING", "CONFIRMED"), ordering.statuses(orderId));
    }

    @Test
    void whenThePaymentIsAskedForBetweenReadAndWriteNeitherIsLost() {
        ordering.aws.interleaving().runBefore("UpdateItem", () -> ordering.consumed(ordering.recordPayment, OrderingUnderTest.paymentNews("payment.requested.v1", orderId, 1)));

        var answer = cancel();

        assertEquals(202, answer.status());
        assertEquals("AWAITING_PAYMENT", answer.body().path("status").asText());
        assertTrue(ordering.order(orderId).cancellationRequested());
        assertEquals(List.of("order.awaiting_payment.v1", "order.cancellation_requested.v1", "order.placed.v1"), ordering.eventTypes());
    }

    @Test
    void anotherCustomersOrderCannotBeCancelledAndABodyIsRefused() {
        assertEquals(404, ordering.answer(ordering.requestCancellation, request("bob")).status());
        assertEquals(404, ordering.answer(ordering.requestCancellation, HttpEvents.request("POST /orders/{orderId}/cancellation").by("other-shop", "alice").path("orderId", orderId)).status());
        var withBody = ordering.answer(ordering.requestCancellation, request("alice").body("{\"reason\": \"none\"}"));
        assertEquals(400, withBody.status());
        assertEquals("reason", withBody.body().path("field").asText());
        assertEquals(1, ordering.order(orderId).version());
    }
}
