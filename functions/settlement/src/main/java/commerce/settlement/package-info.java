/**
 * Settlement owns the ledger: who is owed what, in double entry, per tenant and currency.
 *
 * <p>It learns of money from published events only, and writes one immutable {@link commerce.settlement.domain.JournalEntry} per cause:
 *
 * <ul>
 *   <li>{@code payment.captured.v1}: the provider owes us what the customer paid ({@link commerce.settlement.PostPayment}).
 *   <li>{@code order.confirmed.v1}: that money becomes the merchant's, less the platform's commission and the provider's fee
 *       ({@link commerce.settlement.SettleOrder}).
 *   <li>{@code payment.received_late.v1}: money nobody may keep; we owe it back.
 *   <li>{@code refund.succeeded.v1}: money went back; of a settled order the commission goes back pro rata, the provider's fee does not.
 * </ul>
 *
 * The events may come in any order and any number of times: every order of them leads to the same balances.
 *
 * <p>Transaction boundary: the entry (put if absent), the order's commission state (guarded by its version) and the balances it moves are
 * one DynamoDB transaction. The merchant is the tenant for now.
 *
 * <p>Limit: a tenant's balance items are written by every entry, so one tenant bears about 500 entries a second and currency; the queues in
 * front hold what comes faster.
 */
package commerce.settlement;
