package commerce.ordering.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Event;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final Instant LATER = SomeOrders.PLACED_AT.plusSeconds(60);

    private static Decision.Changed changed(Decision decision) {
        return assertInstanceOf(Decision.Changed.class, decision);
    }

    private static void unchanged(Order order, Decision decision) {
        assertSame(order, assertInstanceOf(Decision.Unchanged.class, decision).order());
    }

    private static void refused(Order order, Decision decision) {
        assertSame(order, assertInstanceOf(Decision.Refused.class, decision).order());
    }

    private static String eventType(Decision decision) {
        return changed(decision).event().map(Event::type).orElse("none");
    }

    @Test
    void aPlacedOrderIsPendingWithNothingRefunded() {
        var order = SomeOrders.pending();

        assertEquals(OrderStatus.PENDING, order.status());
        assertEquals(Money.of(0, "CNY"), order.refunds().total());
        assertEquals(List.of(new StatusChange(OrderStatus.PENDING, SomeOrders.PLACED_AT)), order.history());
    }

    @Test
    void confirmingShowsTheCapturedPaymentWithNothingLeftToDo() {
        var captured = Payment.captured("demo-shop_" + SomeOrders.ID + "_1", "simulator");

        var decision = SomeOrders.awaitingPayment().confirm(Optional.of(captured), LATER);

        assertEquals("order.confirmed.v1", eventType(decision));
        assertEquals(Optional.of(captured), decision.order().payment());
        assertEquals("NONE", decision.order().payment().orElseThrow().action().get("type").asText());
        assertEquals(new StatusChange(OrderStatus.CONFIRMED, LATER), decision.order().history().getLast());
    }

    @Test
    void aFreeOrderIsConfirmedWithoutAPayment() {
        var decision = SomeOrders.pending().confirm(Optional.empty(), LATER);

        assertTrue(decision.order().payment().isEmpty());
        assertFalse(changed(decision).event().orElseThrow().data().has("paymentId"));
    }

    @Test
    void anOrderThatAwaitsPaymentIsNeverRejected() {
        var order = SomeOrders.awaitingPayment();

        refused(order, order.reject(RejectionReason.OUT_OF_STOCK, LATER));
    }

    @Test
    void cancellingClosesThePaymentItShows() {
        var order = SomeOrders.awaitingPayment().cancel(CancellationReason.BY_CUSTOMER, LATER).order();

        assertEquals(PaymentStatus.CLOSED, order.payment().orElseThrow().status());
        assertEquals("NONE", order.payment().orElseThrow().action().get("type").asText());
        assertEquals(Optional.of("BY_CUSTOMER"), order.reason());
    }

    @Test
    void endingTwiceTheSameWayChangesNothingAndTheFirstReasonStays() {
        var cancelled = SomeOrders.cancelled();
        var confirmed = SomeOrders.confirmed();
        var rejected = SomeOrders.rejected();

        unchanged(cancelled, cancelled.cancel(CancellationReason.BY_CUSTOMER, LATER));
        unchanged(confirmed, confirmed.confirm(Optional.empty(), LATER));
        unchanged(rejected, rejected.reject(RejectionReason.COUPON_LIMIT, LATER));
    }

    @Test
    void anEndIsNeverReplacedByAnotherEnd() {
        var captured = Optional.of(Payment.captured("p", "simulator"));
        for (var order : List.of(SomeOrders.cancelled(), SomeOrders.rejected())) {
            refused(order, order.confirm(captured, LATER));
        }
        for (var order : List.of(SomeOrders.confirmed(), SomeOrders.rejected())) {
            refused(order, order.cancel(CancellationReason.PAYMENT_TIMEOUT, LATER));
        }
        for (var order : List.of(SomeOrders.confirmed(), SomeOrders.cancelled())) {
            refused(order, order.reject(RejectionReason.OUT_OF_STOCK, LATER));
        }
    }

    @Test
    void theFirstPaymentMakesAPendingOrderAwaitItAndTellsSoOnce() {
        var first = SomeOrders.pending().learn(SomeOrders.payment(1, PaymentStatus.OPEN), LATER);
        var second = first.order().learn(SomeOrders.payment(2, PaymentStatus.OPEN), LATER);

        assertEquals("order.awaiting_payment.v1", eventType(first));
        assertEquals(OrderStatus.AWAITING_PAYMENT, first.order().status());
        assertEquals("none", eventType(second));
        assertEquals(2, second.order().payment().orElseThrow().attempt());
        assertEquals(2, second.order().history().size());
    }

    @Test
    void olderNewsOfAPaymentChangesNothing() {
        var order = SomeOrders.awaitingPayment().learn(SomeOrders.payment(2, PaymentStatus.OPEN), LATER).order();

        unchanged(order, order.learn(SomeOrders.payment(1, PaymentStatus.FAILED), LATER));
        unchanged(order, order.learn(SomeOrders.payment(2, PaymentStatus.OPEN), LATER));
    }

    @Test
    void aFailureBeatsItsOwnRequestInEitherOrder() {
        var open = SomeOrders.payment(1, PaymentStatus.OPEN);
        var failed = SomeOrders.payment(1, PaymentStatus.FAILED);

        var inOrder = SomeOrders.pending().learn(open, LATER).order().learn(failed, LATER).order();
        var reordered = SomeOrders.pending().learn(failed, LATER).order().learn(open, LATER).order();

        assertEquals(Optional.of(failed), inOrder.payment());
        assertEquals(inOrder.payment(), reordered.payment());
        assertEquals(OrderStatus.AWAITING_PAYMENT, reordered.status());
    }

    @Test
    void paymentNewsAfterTheEndNeverReopensAnOrder() {
        for (var order : List.of(SomeOrders.confirmed(), SomeOrders.cancelled(), SomeOrders.rejected())) {
            unchanged(order, order.learn(SomeOrders.payment(9, PaymentStatus.OPEN), LATER));
        }
    }

    @Test
    void aCancelledOrderShowsThePaymentItHadNotHeardOfAsClosed() {
        var cancelled = SomeOrders.pending().cancel(CancellationReason.BY_CUSTOMER, LATER).order();

        var decision = cancelled.learn(SomeOrders.payment(1, PaymentStatus.OPEN), LATER);

        assertEquals("none", eventType(decision));
        assertEquals(OrderStatus.CANCELLED, decision.order().status());
        assertEquals(PaymentStatus.CLOSED, decision.order().payment().orElseThrow().status());
    }

    @Test
    void aWishToCancelIsToldOnceAndChangesNoStatus() {
        for (var order : List.of(SomeOrders.pending(), SomeOrders.awaitingPayment())) {
            var first = order.requestCancellation(LATER);

            assertEquals("order.cancellation_requested.v1", eventType(first));
            assertEquals(order.status(), first.order().status());
            unchanged(first.order(), first.order().requestCancellation(LATER));
        }
    }

    @Test
    void aWishToCancelIsFulfilledAlreadyOrComesTooLateOnceTheOrderHasEnded() {
        var cancelled = SomeOrders.cancelled();
        unchanged(cancelled, cancelled.requestCancellation(LATER));
        for (var order : List.of(SomeOrders.confirmed(), SomeOrders.rejected())) {
            refused(order, order.requestCancellation(LATER));
        }
    }

    @Test
    void aRefundCountsOnceAndWhateverTheStatus() {
        Stream.of(SomeOrders.confirmed(), SomeOrders.cancelled()).forEach(order -> {
            var once = order.refund("r1", Money.of(300, "CNY"), false, LATER);
            var twice = once.order().refund("r2", Money.of(500, "CNY"), false, LATER);

            assertEquals("order.refunded.v1", eventType(once));
            assertEquals(Money.of(800, "CNY"), twice.order().refunds().total());
            assertEquals(800, changed(twice).event().orElseThrow().data().at("/refunded/amount").asLong());
            unchanged(twice.order(), twice.order().refund("r1", Money.of(300, "CNY"), false, LATER));
        });
    }

    @Test
    void aCheckoutIsRepairedThreeTimesAndTheSameFailureCountsOnce() {
        var order = SomeOrders.pending();
        for (int failure = 1; failure <= 3; failure++) {
            var at = LATER.plusSeconds(failure);
            order = changed(order.repair(at)).order();
            unchanged(order, order.repair(at));
            assertTrue(order.isToBeRedriven(at));
            assertFalse(order.isToBeRedriven(at.minusSeconds(1)));
        }

        refused(order, order.repair(LATER.plusSeconds(4)));
        unchanged(order, order.repair(LATER.plusSeconds(1)));
    }

    @Test
    void anOrderThatHasEndedNeedsNoRepair() {
        for (var order : List.of(SomeOrders.confirmed(), SomeOrders.cancelled(), SomeOrders.rejected())) {
            unchanged(order, order.repair(LATER));
            assertFalse(order.isToBeRedriven(LATER));
        }
        var repairedThenEnded = SomeOrders.pending().repair(LATER).order().confirm(Optional.empty(), LATER).order();
        assertFalse(repairedThenEnded.isToBeRedriven(LATER));
    }
}
