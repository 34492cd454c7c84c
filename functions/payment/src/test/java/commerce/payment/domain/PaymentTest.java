package commerce.payment.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import commerce.kernel.Money;
import commerce.payment.domain.Payment.Receipt;
import commerce.payment.domain.Payment.Refunding;
import commerce.payment.domain.Payment.Refusal;
import commerce.payment.domain.Payment.Retry;
import commerce.payment.domain.Payment.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PaymentTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final Money PRICE = Money.of(8800, "CNY");

    private static Payment payment(Status status, int captured, long refunding, Attempt.Status... attempts) {
        var byNumber = new TreeMap<Integer, Attempt>();
        for (var attempt : attempts) {
            var number = byNumber.size() + 1;
            byNumber.put(number, new Attempt(number, "simulator", attempt, NOW, Optional.empty(), Optional.empty(), Optional.empty()));
        }
        return new Payment("shop", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", status, attempts.length == 0 ? Optional.empty() : Optional.of(new Payment.Terms("alice", PRICE, NOW.plusSeconds(7200), Optional.empty())),
                byNumber, captured == 0 ? OptionalInt.empty() : OptionalInt.of(captured), Optional.empty(), Optional.empty(), refunding, Optional.empty(), 1);
    }

    @Test
    void moneyForAnOpenPaymentIsKept() {
        assertInstanceOf(Receipt.Capture.class, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).receive(1, "simulator", Optional.of("tx"), PRICE));
        assertInstanceOf(Receipt.Capture.class, payment(Status.OPEN, 0, 0, Attempt.Status.FAILED).receive(1, "simulator", Optional.of("tx"), PRICE), "a refusal is not the last word");
    }

    @Test
    void moneyThatIsKeptAlreadyIsKnown() {
        assertInstanceOf(Receipt.Captured.class, payment(Status.CAPTURED, 1, 0, Attempt.Status.SUCCEEDED).receive(1, "simulator", Optional.of("tx"), PRICE));
    }

    @Test
    void moneyForAClosedPaymentGoesBack() {
        var late = assertInstanceOf(Receipt.Late.class, payment(Status.CLOSED, 0, 0, Attempt.Status.CLOSED).receive(1, "simulator", Optional.of("tx"), PRICE)).refund();
        assertEquals("late-1", late.refundId());
        assertEquals(PRICE, late.amount());
        assertEquals(Refund.Status.PENDING, late.status());
    }

    @Test
    void aSecondSuccessGoesBack() {
        var late = assertInstanceOf(Receipt.Late.class, payment(Status.CAPTURED, 2, 0, Attempt.Status.OPEN, Attempt.Status.SUCCEEDED).receive(1, "simulator", Optional.of("tx"), PRICE)).refund();
        assertEquals("late-1", late.refundId());
    }

    @Test
    void moneyThatIsNotAsAskedIsQuarantinedWhateverTheStatus() {
        for (var status : Status.values()) {
            var payment = payment(status, status == Status.CAPTURED ? 1 : 0, 0, Attempt.Status.OPEN);
            assertInstanceOf(Receipt.Quarantine.class, payment.receive(1, "simulator", Optional.of("tx"), Money.of(8799, "CNY")), "another amount");
            assertInstanceOf(Receipt.Quarantine.class, payment.receive(1, "simulator", Optional.of("tx"), Money.of(8800, "USD")), "another currency");
            assertInstanceOf(Receipt.Quarantine.class, payment.receive(1, "other", Optional.of("tx"), PRICE), "another provider");
            assertInstanceOf(Receipt.Quarantine.class, payment.receive(2, "simulator", Optional.of("tx"), PRICE), "another attempt");
        }
        assertInstanceOf(Receipt.Quarantine.class, payment(Status.CLOSED, 0, 0).receive(1, "simulator", Optional.of("tx"), PRICE), "a tombstone was never asked for");
    }

    @Test
    void aRefusalOnlyCountsForAnAttemptThatIsOpen() {
        assertInstanceOf(Refusal.Fail.class, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).refuse(1, "simulator", PRICE));
        assertInstanceOf(Refusal.Nothing.class, payment(Status.OPEN, 0, 0, Attempt.Status.FAILED).refuse(1, "simulator", PRICE));
        assertInstanceOf(Refusal.Nothing.class, payment(Status.CAPTURED, 1, 0, Attempt.Status.SUCCEEDED).refuse(1, "simulator", PRICE));
        assertInstanceOf(Refusal.Quarantine.class, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).refuse(1, "simulator", Money.of(1, "CNY")));
    }

    @Test
    void theReasonIsTheLatestAttemptsFailureBeforeTheTimeOut() {
        assertEquals(CloseReason.PAYMENT_TIMEOUT, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).reasonFor("States.Timeout"));
        assertEquals(CloseReason.PAYMENT_FAILED, payment(Status.OPEN, 0, 0, Attempt.Status.FAILED).reasonFor("States.Timeout"));
        assertEquals(CloseReason.PAYMENT_TIMEOUT, payment(Status.OPEN, 0, 0, Attempt.Status.FAILED, Attempt.Status.OPEN).reasonFor("States.Timeout"));
        assertEquals(CloseReason.CHECKOUT_FAILED, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).reasonFor("Lambda.Unknown"));
    }

    @Test
    void aFurtherAttemptNeedsAnOpenPaymentInsideItsWindow() {
        var open = payment(Status.OPEN, 0, 0, Attempt.Status.FAILED);
        assertEquals(2, assertInstanceOf(Retry.Try.class, open.retry(NOW)).number());
        assertInstanceOf(Retry.NotOpen.class, open.retry(NOW.plusSeconds(7200)));
        assertInstanceOf(Retry.NotOpen.class, payment(Status.CAPTURED, 1, 0, Attempt.Status.SUCCEEDED).retry(NOW));
        assertInstanceOf(Retry.NotOpen.class, payment(Status.CLOSED, 0, 0).retry(NOW));
        var many = new Attempt.Status[Payment.MAX_ATTEMPTS];
        java.util.Arrays.fill(many, Attempt.Status.FAILED);
        assertInstanceOf(Retry.TooMany.class, payment(Status.OPEN, 0, 0, many).retry(NOW));
    }

    @Test
    void aRefundIsAtMostWhatIsLeft() {
        var captured = payment(Status.CAPTURED, 1, 8000, Attempt.Status.SUCCEEDED);
        assertEquals(Money.of(800, "CNY"), assertInstanceOf(Refunding.Begin.class, captured.refund("r", Optional.empty(), false)).refund().amount());
        assertInstanceOf(Refunding.Begin.class, captured.refund("r", Optional.of(Money.of(800, "CNY")), false));
        assertEquals(Money.of(800, "CNY"), assertInstanceOf(Refunding.Exceeds.class, captured.refund("r", Optional.of(Money.of(801, "CNY")), false)).refundable());
        assertInstanceOf(Refunding.OtherCurrency.class, captured.refund("r", Optional.of(Money.of(1, "USD")), false));
        assertInstanceOf(Refunding.Exceeds.class, payment(Status.CAPTURED, 1, 8800, Attempt.Status.SUCCEEDED).refund("r", Optional.empty(), false));
        assertInstanceOf(Refunding.NothingCaptured.class, payment(Status.OPEN, 0, 0, Attempt.Status.OPEN).refund("r", Optional.empty(), false));
        assertInstanceOf(Refunding.NothingCaptured.class, payment(Status.CLOSED, 0, 0).refund("r", Optional.empty(), false));
    }
}
