package commerce.local.simulators;

import java.time.Instant;

/**
 * A payment as the provider sees it.
 *
 * @param paymentId the merchant's id for it; creating is idempotent by it
 * @param providerReference the provider's own id
 * @param amount what is asked for
 * @param expiresAt from then on the buyer cannot pay any more
 * @param status where it stands
 * @param paid what was paid in the end, or null
 * @param refunded how much of that was given back or is on its way back, in minor units
 * @param events how many events there have been: they number the next one
 */
record Payment(String paymentId, String providerReference, Money amount, Instant expiresAt, Status status, Money paid, long refunded, int events) {

    enum Status {
        OPEN,
        PAID,
        REFUSED,
        CLOSED
    }

    Payment with(Status next) {
        return new Payment(paymentId, providerReference, amount, expiresAt, next, paid, refunded, events);
    }

    Payment paying(Money received) {
        return new Payment(paymentId, providerReference, amount, expiresAt, Status.PAID, received, refunded, events);
    }

    Payment refunding(long minor) {
        return new Payment(paymentId, providerReference, amount, expiresAt, status, paid, refunded + minor, events);
    }

    Payment oneMoreEvent() {
        return new Payment(paymentId, providerReference, amount, expiresAt, status, paid, refunded, events + 1);
    }

    /** A payment nobody finished in time counts as closed. */
    Payment at(Instant now) {
        return status == Status.OPEN && !now.isBefore(expiresAt) ? with(Status.CLOSED) : this;
    }
}
