package commerce.payment.provider;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a provider's own books, in our words.
 *
 * @param kind what moved
 * @param providerId the provider's id of the line
 * @param paymentId our reference of the payment, as the provider gives it back
 * @param refundReference our reference of the refund, or what this provider calls it
 * @param amount what moved, positive when it came in
 * @param fee what the provider keeps of it
 * @param at when
 * @param transaction the provider's id of the money it is about, where a dispute names nothing else
 * @param status whether it moved
 */
public record BillLine(Kind kind, String providerId, Optional<String> paymentId, Optional<String> refundReference, Money amount, Money fee, Instant at,
        Optional<String> transaction, Status status) {

    /** A line of what has moved, that names what it is about. */
    public BillLine(Kind kind, String providerId, Optional<String> paymentId, Optional<String> refundReference, Money amount, Money fee, Instant at) {
        this(kind, providerId, paymentId, refundReference, amount, fee, at, Optional.empty(), Status.DONE);
    }

    /** How far a line's money is. */
    public enum Status {
        DONE,
        PENDING,
        FAILED
    }

    /** What a line can be about. */
    public enum Kind {
        PAYMENT,
        REFUND,
        DISPUTE,
        OTHER
    }
}
