package commerce.payment.domain;

import java.util.Optional;

/**
 * One try to get an order paid, at one provider.
 *
 * @param number 1 for the first
 * @param provider at which provider
 * @param status where it stands
 * @param action what the buyer must do; empty until the provider has answered our request
 * @param providerReference the provider's own id, likewise
 */
public record Attempt(int number, String provider, Status status, Optional<PaymentAction> action, Optional<String> providerReference) {

    /** Only ever climbs, in this order: a refusal never undoes a success, whichever comes first. */
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

    public static Attempt claimed(int number, String provider) {
        return new Attempt(number, provider, Status.OPEN, Optional.empty(), Optional.empty());
    }

    /** Whether money may still come in without us having closed the door at the provider. */
    public boolean mayStillBePaid() {
        return status == Status.OPEN || status == Status.FAILED;
    }
}
