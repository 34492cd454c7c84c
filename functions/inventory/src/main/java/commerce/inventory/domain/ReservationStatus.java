package commerce.inventory.domain;

/**
 * What became of an order's hold on stock. {@code HELD -> COMMITTED | RELEASED}, {@code COMMITTED -> RETURNED}; RELEASED and RETURNED
 * are final, and an order that was never HELD can be RELEASED too.
 */
public enum ReservationStatus {
    /** Taken from available, counted as reserved. */
    HELD,
    /** Counted as sold. */
    COMMITTED,
    /** Given back, or never to be taken. */
    RELEASED,
    /** Sold, then given back. */
    RETURNED
}
