package commerce.payment.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * One try to get an order paid, at one provider.
 *
 * @param number 1 for the first
 * @param provider at which provider
 * @param status where it stands
 * @param claimedAt when it was written down, before the provider was asked
 * @param action what the buyer must do; empty until the provider has answered our request
 * @param providerReference the provider's own id of what it opened, likewise
 * @param transaction the provider's own id of the money that came in; empty while it has not said
 */
public record Attempt(
        int number, String provider, Status status, Instant claimedAt, Optional<PaymentAction> action, Optional<String> providerReference, Optional<String> transaction) {

    /** Only ever climbs, in this order: a refusal never undoes a success, whichever comes first. See {@link Told#fold}. */
    public enum Status {
        /** The buyer may still pay. */
        OPEN,
        /** The provider said no; some let the buyer try again. */
        FAILED,
        /** We closed it at the provider. */
        CLOSED,
        /** Money came in: the capture, or late money that goes back. */
        SUCCEEDED
    }

    /** Whether money may still come in without us having closed the door at the provider. */
    public boolean mayStillBePaid() {
        return status == Status.OPEN || status == Status.FAILED;
    }
}
