package commerce.payment.domain;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * A buyer's bank took money back, or tries to.
 *
 * @param disputeId the provider's id
 * @param paymentId the attempt whose money it is about
 * @param provider at which provider
 * @param amount how much is disputed
 * @param status where it stands
 */
public record Dispute(String disputeId, PaymentId paymentId, String provider, Money amount, Status status) {

    /** Only ever climbs from OPEN to one of the others. */
    public enum Status {
        OPEN,
        WON,
        LOST
    }

    /** What to do about a provider's word on a dispute. */
    public sealed interface Change {

        /** It is new to us; if it is over already, both its beginning and its end are news. */
        record Begin() implements Change {}

        /** It is over now. */
        record End() implements Change {}

        /** It says what we know, or less. */
        record Known() implements Change {}

        /** It contradicts what we know. */
        record Quarantine(String why) implements Change {}
    }

    /** Judges what the provider says now against what it said before. */
    public Change after(Optional<Dispute> before) {
        if (before.isEmpty()) {
            return new Change.Begin();
        }
        var known = before.get();
        if (!known.paymentId.equals(paymentId) || !known.amount.equals(amount)) {
            return new Change.Quarantine("another payment or amount than the dispute's");
        }
        if (status == Status.OPEN || status == known.status) {
            return new Change.Known();
        }
        return known.status == Status.OPEN ? new Change.End() : new Change.Quarantine("a dispute that was " + known.status + " is said to be " + status);
    }
}
