/**
 * Inventory owns the stock counters of every SKU and the reservations of every order.
 *
 * <p>Invariants, true at any moment: no counter is negative; {@code received = available + reserved + sold}; the sum of all HELD
 * reservations of a SKU is its {@code reserved}.
 *
 * <p>Transaction boundaries:
 * <ul>
 *   <li>reserve-stock, release-stock, commit-stock, return-stock: one transaction over the order's reservation and the counters of all its
 *       SKUs, so an order's lines move together or not at all. The event is on the reservation.
 *   <li>receive-stock, adjust-stock: one transaction over the receipt or adjustment and the SKU's counters. The event is on the receipt or
 *       adjustment.
 *   <li>read-stock writes nothing: pricing asks it, in shops whose rules look at stock.
 *   <li>No locks: the guard is in the write. A conflict with another writer is retried with jitter and is never reported as out of stock.
 * </ul>
 *
 * <p>Limits: 50 distinct SKUs per order (a transaction holds 100 actions); one SKU bears about 500 reservations a second, because a
 * transactional write costs two of the 1,000 write units a partition key has.
 */
package commerce.inventory;
