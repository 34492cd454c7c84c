package commerce.ordering.domain;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An order and every rule about it. Immutable and pure: each rule answers a {@link Decision}, the table writes it.
 *
 * <p>Not here: whether goods, coupon or money can be had (the contexts that own them decide, checkout asks them in turn).
 *
 * @param placement what was agreed
 * @param status where it stands
 * @param reason why it was rejected or cancelled
 * @param payment the latest attempt, once one was requested
 * @param refunds what went back
 * @param history every status it had, oldest first
 * @param cancellationRequested whether the customer asked for its end
 * @param repairs how often its checkout was started again
 * @param version one more with every change
 */
public record Order(
        Placement placement,
        OrderStatus status,
        Optional<String> reason,
        Optional<Payment> payment,
        Refunds refunds,
        List<StatusChange> history,
        boolean cancellationRequested,
        Repairs repairs,
        long version) {

    public static Order place(Placement placement) {
        return new Order(placement, OrderStatus.PENDING, Optional.empty(), Optional.empty(), new Refunds(placement.quote().total().zero(), Set.of()),
                List.of(new StatusChange(OrderStatus.PENDING, placement.placedAt())), false, Repairs.NONE, 1);
    }

    public boolean belongsTo(String customer) {
        return placement.customer().equals(customer);
    }

    /** Goods committed and, unless it was free, money captured. */
    public Decision confirm(Optional<Payment> captured, Instant now) {
        return end(OrderStatus.CONFIRMED, () -> new Decision.Changed(
                became(OrderStatus.CONFIRMED, Optional.empty(), captured.or(() -> payment), now),
                Optional.of(OrderEvents.confirmed(placement, captured, now))));
    }

    /** Checkout found that it cannot be had. */
    public Decision reject(RejectionReason why, Instant now) {
        return end(OrderStatus.REJECTED, () -> new Decision.Changed(
                became(OrderStatus.REJECTED, Optional.of(why.name()), payment, now),
                Optional.of(OrderEvents.rejected(placement, why, now))));
    }

    /** Compensated: nothing is held and nothing will be paid. */
    public Decision cancel(CancellationReason why, Instant now) {
        return end(OrderStatus.CANCELLED, () -> new Decision.Changed(
                became(OrderStatus.CANCELLED, Optional.of(why.name()), payment.map(Payment::closed), now),
                Optional.of(OrderEvents.cancelled(placement, why, now))));
    }

    private Decision end(OrderStatus wanted, java.util.function.Supplier<Decision> change) {
        if (status == wanted) {
            return new Decision.Unchanged(this);
        }
        return status.canBecome(wanted) ? change.get() : new Decision.Refused(this);
    }

    /** The customer wants out. Only noted here: whether it still can be is for the payment to say. */
    public Decision requestCancellation(Instant now) {
        return switch (status) {
            case PENDING, AWAITING_PAYMENT -> cancellationRequested
                    ? new Decision.Unchanged(this)
                    : new Decision.Changed(
                            new Order(placement, status, reason, payment, refunds, history, true, repairs, version + 1),
                            Optional.of(OrderEvents.cancellationRequested(placement, now)));
            case CANCELLED -> new Decision.Unchanged(this);
            case CONFIRMED, REJECTED -> new Decision.Refused(this);
        };
    }

    /**
     * The payment context requested a payment, or an attempt failed. Of an order that has ended nothing changes, except that the closed
     * payment of a cancelled one is shown if it was not known before.
     */
    public Decision learn(Payment news, Instant now) {
        if (status == OrderStatus.CANCELLED && payment.isEmpty()) {
            return new Decision.Changed(with(Optional.of(news.closed())), Optional.empty());
        }
        if (status.isFinal() || payment.isPresent() && !payment.get().isOlderThan(news)) {
            return new Decision.Unchanged(this);
        }
        return status == OrderStatus.PENDING
                ? new Decision.Changed(became(OrderStatus.AWAITING_PAYMENT, reason, Optional.of(news), now),
                        Optional.of(OrderEvents.awaitingPayment(placement.tenant(), placement.orderId(), news.paymentId(), now)))
                : new Decision.Changed(with(Optional.of(news)), Optional.empty());
    }

    /**
     * Money went back to the customer: counted once per refund, whatever the status, since late money goes back after the end.
     *
     * @param late whether it was money that came too late or twice, and was never kept
     */
    public Decision refund(String refundId, Money amount, boolean late, Instant now) {
        if (refunds.counts(refundId)) {
            return new Decision.Unchanged(this);
        }
        var more = refunds.plus(refundId, amount);
        return new Decision.Changed(
                new Order(placement, status, reason, payment, more, history, cancellationRequested, repairs, version + 1),
                Optional.of(OrderEvents.refunded(placement, refundId, amount, late, more.total(), now)));
    }

    /** Its checkout stopped unfinished at that moment: counts a repair, unless the order has ended or the repairs are used up. */
    public Decision repair(Instant failure) {
        if (status.isFinal() || repairs.know(failure)) {
            return new Decision.Unchanged(this);
        }
        return repairs.areExhausted()
                ? new Decision.Refused(this)
                : new Decision.Changed(
                        new Order(placement, status, reason, payment, refunds, history, cancellationRequested, repairs.plus(failure), version + 1),
                        Optional.empty());
    }

    /** Whether its checkout, stopped at that moment, is to run on: true again for the same failure, so that a lost redrive is made up for. */
    public boolean isToBeRedriven(Instant failure) {
        return !status.isFinal() && repairs.lastFailure().filter(failure::equals).isPresent();
    }

    private Order became(OrderStatus next, Optional<String> why, Optional<Payment> newPayment, Instant now) {
        return new Order(placement, next, why, newPayment, refunds, Stream.concat(history.stream(), Stream.of(new StatusChange(next, now))).toList(),
                cancellationRequested, repairs, version + 1);
    }

    private Order with(Optional<Payment> newPayment) {
        return new Order(placement, status, reason, newPayment, refunds, history, cancellationRequested, repairs, version + 1);
    }
}
