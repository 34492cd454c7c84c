package commerce.local.simulators;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The provider's books, in memory: payments and refunds, each created once by the merchant's id. One lock; nothing waits inside it.
 *
 * <p>Ids and references are made from the merchant's ids, so that the same run makes the same ids.
 */
final class Books {

    private final Clock clock;
    private final Map<String, Payment> payments = new HashMap<>();
    private final Map<String, Refund> refunds = new HashMap<>();
    private final Set<String> refundsThatFail = new HashSet<>();

    Books(Clock clock) {
        this.clock = clock;
    }

    /** What came of asking for a payment or a refund. */
    sealed interface Asked<T> {

        /** It is in the books; {@code isNew} tells the first time from a repetition. */
        record Accepted<T>(T entry, boolean isNew) implements Asked<T> {}

        /** It is not and never will be. */
        record Refused<T>(int status, String code, String message) implements Asked<T> {}
    }

    synchronized Asked<Payment> create(String paymentId, Money amount, Instant expiresAt) {
        var known = payments.get(paymentId);
        if (known == null) {
            var payment = new Payment(paymentId, "sim_" + paymentId, amount, expiresAt, Payment.Status.OPEN, null, 0, 0);
            payments.put(paymentId, payment);
            return new Asked.Accepted<>(payment.at(clock.instant()), true);
        }
        if (!known.amount().equals(amount)) {
            return new Asked.Refused<>(422, "amount_differs", "this payment was created with another amount");
        }
        return new Asked.Accepted<>(known.at(clock.instant()), false);
    }

    synchronized Optional<Payment> find(String paymentId) {
        return Optional.ofNullable(payments.get(paymentId)).map(payment -> payment.at(clock.instant()));
    }

    synchronized Optional<Refund> findRefund(String refundId) {
        return Optional.ofNullable(refunds.get(refundId));
    }

    /** Closes it unless it is paid; answers how it stands now. */
    synchronized Optional<Payment> close(String paymentId) {
        return Optional.ofNullable(payments.computeIfPresent(paymentId, (id, payment) ->
                payment.status() == Payment.Status.PAID ? payment : payment.with(Payment.Status.CLOSED)));
    }

    /**
     * The buyer pays or is refused, whatever the state: they may have paid just before our close arrived. A refusal does not undo a
     * payment that is paid.
     */
    synchronized Optional<Event> settle(String paymentId, Outcome outcome, Optional<Money> amount) {
        var payment = payments.get(paymentId);
        if (payment == null) {
            return Optional.empty();
        }
        var received = amount.orElse(payment.amount());
        var settled = switch (outcome) {
            case SUCCEEDED -> payment.paying(received);
            case FAILED -> payment.status() == Payment.Status.PAID ? payment : payment.with(Payment.Status.REFUSED);
        };
        payments.put(paymentId, settled);
        return Optional.of(event(settled, outcome == Outcome.SUCCEEDED ? "payment.succeeded" : "payment.failed", received, null));
    }

    synchronized Asked<Refund> refund(String refundId, String paymentId, Money amount) {
        var known = refunds.get(refundId);
        if (known != null) {
            return known.paymentId().equals(paymentId) && known.amount().equals(amount)
                    ? new Asked.Accepted<>(known, false)
                    : new Asked.Refused<>(422, "refund_differs", "this refund was asked for with other content");
        }
        var payment = payments.get(paymentId);
        if (payment == null) {
            return new Asked.Refused<>(404, "unknown_payment", "no such payment");
        }
        if (payment.paid() == null) {
            return new Asked.Refused<>(422, "not_paid", "nothing was paid that could be given back");
        }
        if (!payment.paid().sameCurrency(amount) || amount.amount() < 1 || amount.amount() > payment.paid().amount() - payment.refunded()) {
            return new Asked.Refused<>(422, "exceeds_payment", "that is more than is left of the payment, or another currency");
        }
        var refund = new Refund(refundId, paymentId, amount, Refund.Status.PENDING);
        refunds.put(refundId, refund);
        payments.put(paymentId, payment.refunding(amount.amount()));
        return new Asked.Accepted<>(refund, true);
    }

    /** From now on refunds of that payment are accepted and then fail, as when the buyer's account no longer exists. */
    synchronized void failRefundsOf(String paymentId) {
        refundsThatFail.add(paymentId);
    }

    /** Ends a pending refund; empty if there is none. A failed one leaves the money with the payment. */
    synchronized Optional<Event> finish(String refundId) {
        var refund = refunds.get(refundId);
        if (refund == null || refund.status() != Refund.Status.PENDING) {
            return Optional.empty();
        }
        var payment = payments.get(refund.paymentId());
        if (refundsThatFail.contains(refund.paymentId())) {
            refunds.put(refundId, refund.with(Refund.Status.FAILED));
            return Optional.of(event(payment.refunding(-refund.amount().amount()), "refund.failed", refund.amount(), refundId));
        }
        refunds.put(refundId, refund.with(Refund.Status.SUCCEEDED));
        return Optional.of(event(payment, "refund.succeeded", refund.amount(), refundId));
    }

    private Event event(Payment payment, String type, Money amount, String refundId) {
        var numbered = payment.oneMoreEvent();
        payments.put(payment.paymentId(), numbered);
        return new Event("evt_" + payment.paymentId() + "_" + numbered.events(), type, clock.instant().getEpochSecond(),
                new Event.Data(payment.paymentId(), payment.providerReference(), amount, refundId));
    }

    synchronized void clear() {
        payments.clear();
        refunds.clear();
        refundsThatFail.clear();
    }
}
