package commerce.ordering.domain;

import java.util.Set;

/**
 * Where an order stands. This is the one table of transitions; what is not in it cannot be written.
 *
 * <pre>
 * PENDING          -> AWAITING_PAYMENT   a payment was requested
 * PENDING          -> CONFIRMED          nothing to pay, or captured before the request was heard of
 * PENDING          -> REJECTED           the goods or the coupon could not be had
 * PENDING          -> CANCELLED          ended before a payment was requested
 * AWAITING_PAYMENT -> CONFIRMED          paid, and the stock is committed
 * AWAITING_PAYMENT -> CANCELLED          not paid in time, refused, or the customer's wish
 * </pre>
 *
 * A payment is only requested once goods and coupon are held, so an order that awaits payment is never rejected. CONFIRMED, REJECTED
 * and CANCELLED are final.
 */
public enum OrderStatus {
    PENDING,
    AWAITING_PAYMENT,
    CONFIRMED,
    REJECTED,
    CANCELLED;

    private Set<OrderStatus> next() {
        return switch (this) {
            case PENDING -> Set.of(AWAITING_PAYMENT, CONFIRMED, REJECTED, CANCELLED);
            case AWAITING_PAYMENT -> Set.of(CONFIRMED, CANCELLED);
            case CONFIRMED, REJECTED, CANCELLED -> Set.of();
        };
    }

    public boolean canBecome(OrderStatus other) {
        return next().contains(other);
    }

    /** Nothing follows. */
    public boolean isFinal() {
        return next().isEmpty();
    }
}
