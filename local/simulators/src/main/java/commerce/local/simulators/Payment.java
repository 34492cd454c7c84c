package commerce.local.simulators;

import java.time.Instant;

/**
 * A payment as the provider sees it.
 *
 * @param asked what the merchant asked for
 * @param status where it stands
 * @param receipt what was paid in the end, or null
 * @param refunded how much of that was given back or is on its way back, in minor units
 * @param dispute what the buyer's bank took back, or null
 * @param delayed whether the buyer paid in a way whose money takes its time; that cannot be tried again
 * @param events how many events there have been: they number the next one
 */
public record Payment(Asked asked, Status status, Receipt receipt, long refunded, Dispute dispute, boolean delayed, int events) {

    /** Where a payment stands. */
    public enum Status {
        OPEN,
        PAID,
        /** The buyer's bank said no; the buyer may try again. */
        REFUSED,
        /** The buyer has done their part, and nobody can call the money back. */
        PROCESSING,
        CLOSED
    }

    /** Money that came in. */
    public record Receipt(Money amount, Instant at) {}

    /** Money the buyer's bank took back, for good unless the merchant wins. */
    public record Dispute(Money amount, Instant at, Status status) {

        /** Where a dispute stands. */
        public enum Status {
            OPEN,
            WON,
            LOST
        }
    }

    static Payment of(Asked asked) {
        return new Payment(asked, Status.OPEN, null, 0, null, false, 0);
    }

    public String key() {
        return asked.key();
    }

    public String paymentId() {
        return asked.paymentId();
    }

    public String providerReference() {
        return asked.providerReference();
    }

    /** What is asked for. */
    public Money amount() {
        return asked.amount();
    }

    public boolean isPaid() {
        return status == Status.PAID;
    }

    /** What is left of the money, in minor units. */
    public long left() {
        return receipt == null ? 0 : receipt.amount().amount() - refunded;
    }

    Payment with(Status next) {
        return new Payment(asked, next, receipt, refunded, dispute, delayed || next == Status.PROCESSING, events);
    }

    Payment paying(Receipt received) {
        return new Payment(asked, Status.PAID, received, refunded, dispute, delayed, events);
    }

    Payment refunding(long minor) {
        return new Payment(asked, status, receipt, refunded + minor, dispute, delayed, events);
    }

    Payment disputed(Dispute next) {
        return new Payment(asked, status, receipt, refunded, next, delayed, events);
    }

    Payment oneMoreEvent() {
        return new Payment(asked, status, receipt, refunded, dispute, delayed, events + 1);
    }

    /** A payment nobody finished in time counts as closed. */
    Payment at(Instant now) {
        var unfinished = status == Status.OPEN || status == Status.REFUSED && !delayed;
        return unfinished && !now.isBefore(asked.expiresAt()) ? with(Status.CLOSED) : this;
    }
}
