package commerce.settlement.domain.reconciliation;

import commerce.kernel.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A line of a provider's bill in the form that every provider's is brought into.
 *
 * @param number of the line in the bill
 * @param providerId the provider's id of it
 * @param paymentId our reference of the payment, if it names one of ours
 * @param refundId our reference of the refund, if it is one
 * @param amount what moved, positive when it came in
 * @param fee what the provider keeps
 * @param settleDate whose bill it is on
 * @param raw what it was read from
 */
public record BillLine(long number, MovementKey.Kind kind, String providerId, Optional<String> paymentId, Optional<String> refundId, Money amount, Money fee,
        Status status, Instant occurredAt, LocalDate settleDate, String raw) {

    /** How far its money is. */
    public enum Status {
        DONE,
        PENDING,
        FAILED,
        /** It moved, and moved back: never on a bill, but what two of its lines mean together. */
        REVERSED
    }

    MovementKey key() {
        return MovementKey.of(kind, paymentId, refundId, amount, providerId);
    }

    boolean is(Status other) {
        return status == other;
    }

    /** Whether it takes back what a line of its kind does. */
    boolean takesBack() {
        return kind == MovementKey.Kind.PAYMENT && amount.isNegative() || kind == MovementKey.Kind.REFUND && amount.isPositive();
    }

    /** This line, taken back by that one. */
    BillLine reversedBy(BillLine reversal) {
        return new BillLine(reversal.number(), kind, providerId, paymentId, refundId, amount, fee, Status.REVERSED, reversal.occurredAt(), reversal.settleDate(),
                raw + "\n" + reversal.raw());
    }
}
