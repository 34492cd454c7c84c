package commerce.payment.domain;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * Money on its way back to a buyer.
 *
 * @param refundId unique in its order; made by an operator, or {@link #lateId} for late money
 * @param paymentId the attempt whose money goes back
 * @param provider at which provider
 * @param amount how much
 * @param restock whether the goods go back on the shelf
 * @param late whether this is money that came too late or twice: it never counts against what was captured
 * @param asked the amount the operator named; empty if they meant all that is left
 * @param status where it stands
 * @param providerReference the provider's own id, once it has told us
 */
public record Refund(
        String refundId, PaymentId paymentId, String provider, Money amount, boolean restock, boolean late, Optional<Money> asked, Status status,
        Optional<String> providerReference) {

    /** Only ever climbs, in this order: once the provider has said that money went back, it has. */
    public enum Status {
        PENDING,
        FAILED,
        SUCCEEDED
    }

    /** The refund of late money of that attempt: one per attempt, so that it cannot be made twice. */
    public static String lateId(int attempt) {
        return "late-" + attempt;
    }

    /** Whether an id is of the form {@link #lateId} makes; operators may not choose those. */
    public static boolean isLateId(String refundId) {
        return refundId.matches("late-[0-9]+");
    }

    /** A refund of money that came too late or twice. */
    public static Refund ofLateMoney(PaymentId paymentId, String provider, Money amount) {
        return new Refund(lateId(paymentId.attempt()), paymentId, provider, amount, false, true, Optional.of(amount), Status.PENDING, Optional.empty());
    }

    /** The same once more under a new id, because the provider has said that this one failed: a provider answers an old id with its old answer. */
    public Refund again(String newId) {
        return new Refund(newId, paymentId, provider, amount, restock, late, asked, Status.PENDING, Optional.empty());
    }

    public String reference() {
        return paymentId.refundReference(refundId);
    }

    /** What to do about a provider's word on this refund. */
    public sealed interface Finish {

        /** Move to that status, which the current one permits. */
        record Climb(Status to) implements Finish {}

        /** It says what we know. */
        record Known() implements Finish {}

        /** It contradicts what we know. */
        record Quarantine(String why) implements Finish {}
    }

    /** The provider says that money went back. A failure we heard of before was not the last word. */
    public Finish succeed(String provider, PaymentId paymentId, Money amount) {
        return mismatch(provider, paymentId, amount)
                .<Finish>map(Finish.Quarantine::new)
                .orElseGet(() -> status == Status.SUCCEEDED ? new Finish.Known() : new Finish.Climb(Status.SUCCEEDED));
    }

    /** The provider says that no money will go back. */
    public Finish fail(String provider, PaymentId paymentId, Money amount) {
        return mismatch(provider, paymentId, amount).<Finish>map(Finish.Quarantine::new).orElseGet(() -> switch (status) {
            case PENDING -> new Finish.Climb(Status.FAILED);
            case FAILED -> new Finish.Known();
            case SUCCEEDED -> new Finish.Quarantine("a refund that had succeeded is said to have failed");
        });
    }

    private Optional<String> mismatch(String otherProvider, PaymentId otherPayment, Money otherAmount) {
        if (!provider.equals(otherProvider)) {
            return Optional.of("another provider than the refund's");
        }
        if (!paymentId.equals(otherPayment)) {
            return Optional.of("another payment than the refund's");
        }
        return amount.equals(otherAmount) ? Optional.empty() : Optional.of("another amount or currency than the refund's");
    }
}
