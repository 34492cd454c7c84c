package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tasks a checkout gives to this context: describe, confirm, reject, cancel. */
class CheckoutTasksTest {

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

    private JsonNode task(RequestStreamHandler operation, String... more) {
        var input = new HashMap<String, Object>(Map.of("tenant", TENANT, "orderId", orderId));
        for (int i = 0; i < more.length; i += 2) {
            input.put(more[i], more[i + 1]);
        }
        return ordering.invoke(operation, input);
    }

    private JsonNode confirm() {
        return task(ordering.confirmOrder, "paymentId", TENANT + "_" + orderId + "_1", "provider", "simulator");
    }

    private void awaitPayment() {
        ordering.consumed(ordering.recordPayment, OrderingUnderTest.paymentNews("payment.requested.v1", orderId, 1));
    }

    private Event event(String type) {
        return ordering.table.outbox().stream().filter(event -> event.type().equals(type)).findFirst().orElseThrow();
    }

    @Test
    void aDescriptionHoldsWhatCheckoutNeedsAndNoCouponsIfThereAreNone() {
        assertEquals(Json.read("""
                {"orderId": "%s", "status": "PENDING", "customer": "alice", "lines": [{"sku": "tea", "quantity": 1}], "watched": false, "coupons": [],
                 "total": {"amount": 8800, "currency": "CNY"}, "paymentProvider": "simulator", "returnUrl": null}""".formatted(orderId)),
                task(ordering.describeOrder));
    }

    @Test
    void whereTheCustomerGoesAfterPayingIsHandedOn() {
        for (var url : List.of("https://shop.example/thanks?order=1", "http://localhost:3000/", "http://127.0.0.1")) {
            orderId = ordering.answer(ordering.placeOrder, OrderingUnderTest.orderBy("alice", "k" + url.length(), """
                    {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "returnUrl": "%s"}""".formatted(url))).body().path("orderId").asText();
            assertEquals(url, task(ordering.describeOrder).path("returnUrl").asText());
        }
    }

    @Test
    void aDescriptionOfAnOrderWithACouponSaysWhatTheCouponIsWorth() {
        orderId = ordering.answer(ordering.placeOrder, OrderingUnderTest.orderBy("alice", "k2", """
                {"lines": [{"sku": "tea", "quantity": 2}], "couponCode": "welcome", "paymentProvider": "simulator"}""")).body().path("orderId").asText();

        var description = task(ordering.describeOrder);

        assertEquals(Json.read("[{\"code\": \"WELCOME\", \"discount\": {\"amount\": 17600, \"currency\": \"CNY\"}}]"), description.path("coupons"));
        assertEquals(0, description.at("/total/amount").asLong());
    }

    @Test
    void anOrderNobodyPlacedIsUnknownToEveryTask() {
        orderId = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";

        assertThrows(OrderUnknown.class, () -> task(ordering.describeOrder));
        assertThrows(OrderUnknown.class, this::confirm);
        assertThrows(OrderUnknown.class, () -> task(ordering.rejectOrder, "reason", "OUT_OF_STOCK"));
        assertThrows(OrderUnknown.class, () -> task(ordering.cancelOrder, "reason", "PAYMENT_TIMEOUT"));
        assertThrows(OrderUnknown.class, () -> ordering.invoke(ordering.describeOrder, Map.of("tenant", "other-shop", "orderId", orderId)));
    }

    @Test
    void aPaidOrderIsConfirmedOnceAndTellsItsLinesAndItsPayment() {
        awaitPayment();

        assertEquals("CONFIRMED", confirm().path("status").asText());
        assertEquals("CONFIRMED", confirm().path("status").asText());

        assertEquals(List.of("PENDING", "AWAITING_PAYMENT", "CONFIRMED"), ordering.statuses(orderId));
        var data = event("order.confirmed.v1").data();
        assertEquals("tea", data.at("/lines/0/sku").asText());
        assertEquals(TENANT + "_" + orderId + "_1", data.path("paymentId").asText());
        assertEquals("simulator", data.path("provider").asText());
        var payment = ordering.get("alice", orderId).body().path("payment");
        assertEquals("CAPTURED", payment.path("status").asText());
        assertEquals("NONE", payment.at("/action/type").asText());
    }

    @Test
    void aFreeOrderIsConfirmedWithNullsForItsPayment() {
        var input = Json.object().put("tenant", TENANT).put("orderId", orderId).putNull("paymentId").putNull("provider");

        assertEquals("CONFIRMED", ordering.invoke(ordering.confirmOrder, input).path("status").asText());

        assertFalse(event("order.confirmed.v1").data().has("paymentId"));
        assertFalse(ordering.get("alice", orderId).body().has("payment"));
    }

    @Test
    void aRejectedOrderShowsWhyAndStaysSo() {
        assertEquals("REJECTED", task(ordering.rejectOrder, "reason", "OUT_OF_STOCK").path("status").asText());
        assertEquals("REJECTED", task(ordering.rejectOrder, "reason", "COUPON_LIMIT").path("status").asText());

        assertEquals("OUT_OF_STOCK", ordering.get("alice", orderId).body().path("reason").asText());
        assertEquals("OUT_OF_STOCK", event("order.rejected.v1").data().path("reason").asText());
    }

    @Test
    void aCancelledOrderShowsItsPaymentClosed() {
        awaitPayment();

        assertEquals("CANCELLED", task(ordering.cancelOrder, "reason", "PAYMENT_TIMEOUT").path("status").asText());
        assertEquals("CANCELLED", task(ordering.cancelOrder, "reason", "BY_CUSTOMER").path("status").asText());

        var view = ordering.get("alice", orderId).body();
        assertEquals("PAYMENT_TIMEOUT", view.path("reason").asText());
        assertEquals("CLOSED", view.at("/payment/status").asText());
        assertEquals("PAYMENT_TIMEOUT", event("order.cancelled.v1").data().path("reason").asText());
    }

    @Test
    void anOrderThatHasEndedRefusesAnotherEndAndNothingChanges() {
        confirm();
        var before = ordering.table.all();

        assertThrows(OrderDecidedOtherwise.class, () -> task(ordering.cancelOrder, "reason", "PAYMENT_TIMEOUT"));
        assertThrows(OrderDecidedOtherwise.class, () -> task(ordering.rejectOrder, "reason", "OUT_OF_STOCK"));

        assertEquals(before, ordering.table.all());
    }

    @Test
    void anOrderThatAwaitsPaymentCannotBeRejected() {
        awaitPayment();

        assertThrows(OrderDecidedOtherwise.class, () -> task(ordering.rejectOrder, "reason", "OUT_OF_STOCK"));
    }

    @Test
    void aReasonNobodyKnowsFailsAndWritesNothing() {
        var before = ordering.table.all();

        assertThrows(RuntimeException.class, () -> task(ordering.cancelOrder, "reason", "MOON_PHASE"));

        assertEquals(before, ordering.table.all());
    }

    @Test
    void whenAPaymentIsRecordedBetweenReadAndWriteTheConfirmationKeepsBothInTheHistory() {
        ordering.aws.interleaving().runBefore("UpdateItem", this::awaitPayment);

        confirm();

        assertTrue(ordering.aws.interleaving().allRan());
        assertEquals(List.of("PENDING", "AWAITING_PAYMENT", "CONFIRMED"), ordering.statuses(orderId));
    }

    @Test
    void ofManyEndsAtOnceExactlyOneHappensAndIsTold() throws Exception {
        List<Callable<JsonNode>> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ends.add(this::confirm);
            ends.add(() -> task(ordering.cancelOrder, "reason", "BY_CUSTOMER"));
            ends.add(() -> task(ordering.rejectOrder, "reason", "OUT_OF_STOCK"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(ends);
            assertEquals(20, results.stream().filter(result -> result.state() == Future.State.SUCCESS).count());
            results.stream().filter(result -> result.state() == Future.State.FAILED)
                    .forEach(result -> assertEquals(OrderDecidedOtherwise.class, result.exceptionNow().getClass()));
        }
        var status = ordering.order(orderId).status();
        assertTrue(status.isFinal());
        assertEquals(List.of("PENDING", status.name()), ordering.statuses(orderId));
        assertEquals(2, ordering.eventTypes().size(), "one event besides order.placed.v1: " + ordering.eventTypes());
    }
}
