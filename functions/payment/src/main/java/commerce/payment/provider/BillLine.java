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
 */
public record BillLine(Kind kind, String providerId, Optional<String> paymentId, Optional<String> refundReference, Money amount, Money fee, Instant at) {

    /** What a line can be about. */
    public enum Kind {
        PAYMENT,
        REFUND,
        DISPUTE,
        OTHER
    }
}
