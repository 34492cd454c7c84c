/**
 * Payment owns every order's money: whether it was captured, by which attempt at which provider, and what goes back.
 *
 * <p><b>The payment row is the judge.</b> One item per order goes OPEN to CAPTURED or OPEN to CLOSED by one conditional write; whoever
 * comes second reads what was decided. Provider calls happen outside any write, before or after it, and are idempotent by our ids.
 *
 * <p>Transaction boundaries:
 *
 * <ul>
 *   <li>A request or a further attempt: claim the attempt in the row (one write; it also stores the newest task token), ask the provider,
 *       store its answer with {@code payment.requested.v1} (one write).
 *   <li>A notification: one put of the inbox item, then 2xx. Later, from the table's stream: one write that decides on the row, with its
 *       event; then the workflow's token; then the inbox item is marked. Each step may be repeated by the next try, or by a replay.
 *   <li>A dispute: its item with its events, one write for its beginning and one for its end, whichever is told first.
 *   <li>Closing: the provider's side first, attempt by attempt, then one write on an unchanged row.
 *   <li>A refund: the row's sum of refunds and the refund item with {@code refund.requested.v1} are one transaction.
 *       Late money: the attempt in the row and its refund item with both events are one transaction.
 * </ul>
 *
 * <p>It holds no card data: a buyer pays at the provider, and all we know is references and amounts.
 */
package commerce.payment;
