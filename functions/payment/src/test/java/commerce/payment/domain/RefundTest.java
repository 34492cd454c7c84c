package commerce.payment.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.payment.domain.Refund.Finish;
import commerce.payment.domain.Refund.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefundTest {

    private static final PaymentId PAYMENT = new PaymentId("shop", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", 1);
    private static final Money AMOUNT = Money.of(300, "CNY");

    private static Refund refund(Status status) {
        return new Refund("r-1", PAYMENT, "simulator", AMOUNT, false, false, Optional.of(AMOUNT), status, Optional.empty());
    }

    @Test
    void aSuccessIsTheLastWordWheneverItComes() {
        assertEquals(new Finish.Climb(Status.SUCCEEDED), refund(Status.PENDING).succeed("simulator", PAYMENT, AMOUNT));
        assertEquals(new Finish.Climb(Status.SUCCEEDED), refund(Status.FAILED).succeed("simulator", PAYMENT, AMOUNT));
        assertEquals(new Finish.Known(), refund(Status.SUCCEEDED).succeed("simulator", PAYMENT, AMOUNT));
        assertInstanceOf(Finish.Quarantine.class, refund(Status.SUCCEEDED).fail("simulator", PAYMENT, AMOUNT));
    }

    @Test
    void aFailureCountsOnce() {
        assertEquals(new Finish.Climb(Status.FAILED), refund(Status.PENDING).fail("simulator", PAYMENT, AMOUNT));
        assertEquals(new Finish.Known(), refund(Status.FAILED).fail("simulator", PAYMENT, AMOUNT));
    }

    @Test
    void aWordOnAnotherRefundIsQuarantined() {
        assertInstanceOf(Finish.Quarantine.class, refund(Status.PENDING).succeed("other", PAYMENT, AMOUNT));
        assertInstanceOf(Finish.Quarantine.class, refund(Status.PENDING).succeed("simulator", new PaymentId("shop", PAYMENT.orderId(), 2), AMOUNT));
        assertInstanceOf(Finish.Quarantine.class, refund(Status.PENDING).succeed("simulator", PAYMENT, Money.of(301, "CNY")));
        assertInstanceOf(Finish.Quarantine.class, refund(Status.PENDING).fail("simulator", PAYMENT, Money.of(300, "USD")));
    }

    @Test
    void onlyIdsThatNameLateMoneyAreReserved() {
        assertTrue(Refund.isLateId(Refund.lateId(3)));
        assertFalse(Refund.isLateId("late-delivery"));
        assertFalse(Refund.isLateId("r-late-1"));
    }
}
