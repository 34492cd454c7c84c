package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.Refund;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each guard is in the write itself: called without the rules that normally come first. */
class PaymentTableTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private <T> T onTable(ScopedValue.CallableOp<T, RuntimeException> call) {
        return till.table.during(call);
    }

    private Write capture(String orderId, int attempt, String provider, Money amount) {
        var id = Till.id(orderId, attempt);
        return onTable(() -> till.rows.captureIfOpen(id, provider, Optional.of("sim_1"), amount, PaymentEvents.captured(id, provider, amount, till.clock.instant())));
    }

    private Write fail(String orderId, int attempt, String provider, Money amount) {
        var id = Till.id(orderId, attempt);
        return onTable(() -> till.rows.failAttemptIfOpen(id, provider, amount, PaymentEvents.failed(id, provider, amount, till.clock.instant())));
    }

    @Test
    void onlyMoneyThatFitsTheAttemptIsCaptured() {
        var orderId = till.openOrder();
        var before = till.everything();
        assertInstanceOf(Write.Refused.class, capture(orderId, 1, "other", Till.PRICE), "one provider must not settle another's attempt");
        assertInstanceOf(Write.Refused.class, capture(orderId, 1, "simulator", Money.of(8801, "CNY")));
        assertInstanceOf(Write.Refused.class, capture(orderId, 1, "simulator", Money.of(8800, "USD")));
        assertInstanceOf(Write.Refused.class, capture(orderId, 2, "simulator", Till.PRICE));
        assertEquals(Optional.empty(), assertInstanceOf(Write.Refused.class, capture(till.newOrder(), 1, "simulator", Till.PRICE)).was());
        assertEquals(before, till.everything());
        assertInstanceOf(Write.Done.class, capture(orderId, 1, "simulator", Till.PRICE));
        assertInstanceOf(Write.Refused.class, capture(orderId, 1, "simulator", Till.PRICE), "once");
    }

    @Test
    void onlyARefusalThatFitsTheAttemptCounts() {
        var orderId = till.openOrder();
        var before = till.everything();
        assertInstanceOf(Write.Refused.class, fail(orderId, 1, "other", Till.PRICE));
        assertInstanceOf(Write.Refused.class, fail(orderId, 1, "simulator", Money.of(1, "CNY")));
        assertInstanceOf(Write.Refused.class, fail(orderId, 2, "simulator", Till.PRICE));
        assertEquals(before, till.everything());
        assertInstanceOf(Write.Done.class, fail(orderId, 1, "simulator", Till.PRICE));
        assertInstanceOf(Write.Refused.class, fail(orderId, 1, "simulator", Till.PRICE), "once");
    }

    @Test
    void aRowThatHasChangedIsNotClosed() {
        var orderId = till.openOrder();
        var seen = till.row(orderId);
        fail(orderId, 1, "simulator", Till.PRICE);
        var closed = PaymentEvents.closed(Till.TENANT, orderId, CloseReason.PAYMENT_TIMEOUT, till.clock.instant());
        assertInstanceOf(Write.Refused.class, onTable(() -> till.rows.closeIfUnchanged(seen, CloseReason.PAYMENT_TIMEOUT, Set.of(), closed)));
        assertInstanceOf(Write.Done.class, onTable(() -> till.rows.closeIfUnchanged(till.row(orderId), CloseReason.PAYMENT_FAILED, Set.of(), closed)));
    }

    @Test
    void aTombstoneNeverCoversARow() {
        var orderId = till.openOrder();
        var before = till.everything();
        var closed = PaymentEvents.closed(Till.TENANT, orderId, CloseReason.CHECKOUT_FAILED, till.clock.instant());
        assertInstanceOf(Write.Refused.class, onTable(() -> till.rows.leaveTombstone(Till.TENANT, orderId, CloseReason.CHECKOUT_FAILED, closed)));
        assertEquals(before, till.everything());
    }

    @Test
    void theProvidersAnswerIsStoredOnce() {
        var orderId = till.openOrder();
        var before = till.everything();
        var action = new PaymentAction(PaymentAction.Type.NONE, null);
        var id = Till.id(orderId, 1);
        assertInstanceOf(Write.Refused.class, onTable(() -> till.rows.storeActionIfStillWanted(id, "other", action, PaymentEvents.requested(id, "simulator", Till.PRICE, action, till.clock.instant()))));
        assertEquals(before, till.everything());
    }

    @Test
    void moneyIsNeverCalledLateOnAnOpenPayment() {
        var orderId = till.openOrder();
        var refund = Refund.ofLateMoney(Till.id(orderId, 1), "simulator", Till.PRICE);
        var now = till.clock.instant();
        assertThrows(IllegalStateException.class, () -> onTable(() -> till.refundRows.beginLateIfNew(refund, Optional.of("sim_1"), PaymentEvents.receivedLate(refund, now), PaymentEvents.refundRequested(refund, now))));
        till.close(orderId, "States.Timeout");
        assertTrue(onTable(() -> till.refundRows.beginLateIfNew(refund, Optional.of("sim_1"), PaymentEvents.receivedLate(refund, now), PaymentEvents.refundRequested(refund, now))));
        assertFalse(onTable(() -> till.refundRows.beginLateIfNew(refund, Optional.of("sim_1"), PaymentEvents.receivedLate(refund, now), PaymentEvents.refundRequested(refund, now))), "once");
    }

    @Test
    void refundsStayUnderTheirLimitWhateverTheCallerBelieves() {
        var orderId = till.paidOrder();
        var seen = till.row(orderId);
        var now = till.clock.instant();
        for (var step : new Object[][] {{"a", 8000L, true}, {"b", 801L, false}, {"a", 1L, false}, {"c", 800L, true}, {"d", 1L, false}}) {
            var refund = new Refund((String) step[0], Till.id(orderId, 1), "simulator", Money.of((long) step[1], "CNY"), false, false, Optional.empty(), Refund.Status.PENDING, Optional.empty());
            assertEquals(step[2], onTable(() -> till.refundRows.beginIfCovered(seen, refund, PaymentEvents.refundRequested(refund, now))), (String) step[0]);
        }
        assertEquals(8800, till.row(orderId).refundingMinor());
    }
}
