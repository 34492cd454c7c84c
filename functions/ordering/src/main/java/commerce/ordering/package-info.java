/**
 * Orders, from placing to their end. This context owns an order's status, its frozen price, what its customer is shown of payment and
 * refunds, and the life of its checkout execution. It does not decide whether goods, coupon or money can be had: checkout asks the
 * contexts that do, and tells the result here.
 *
 * <p>Transaction boundaries:
 * <ul>
 *   <li>Placing is one transaction: the order, order.placed.v1 inside it, and the answer to the Idempotency-Key.
 *   <li>Everything after is a single conditional write of the one order item, guarded by the version that was read and the status it
 *       changes, with its event inside.
 *   <li>The execution is started after the order is written, from its event if need be; its name is the order's id, so it starts once.
 * </ul>
 *
 * <p>Limits: one shop's orders share one partition of the index {@code byTenant}, good for 1,000 order changes a second; an order item
 * with {@value commerce.kernel.Line#MAX_LINES} lines has some 40 KB while its events are unpublished.
 */
package commerce.ordering;
