/**
 * Settlement owns the ledger: who is owed what, in double entry, per tenant and currency.
 *
 * <p>It learns of orders' money from published events only, and writes one immutable {@link commerce.settlement.domain.JournalEntry} per cause:
 *
 * <ul>
 *   <li>{@code payment.captured.v1}: the provider owes us what the customer paid ({@link commerce.settlement.PostPayment}).
 *   <li>{@code order.confirmed.v1}: that money is divided among the order's merchants and their parties, the platform, the channels that
 *       brought it and the provider ({@link commerce.settlement.SettleOrder}); by which rules is operators' data ({@link commerce.settlement.Rules},
 *       {@link commerce.settlement.ChannelTable}), by which version is frozen on the order.
 *   <li>{@code payment.received_late.v1}: money nobody may keep; we owe it back.
 *   <li>{@code refund.succeeded.v1}: money went back; of a settled order everybody gives back pro rata of what was refunded in sum, but the provider.
 *   <li>{@code payment.disputed.v1}, {@code payment.dispute_closed.v1}: the provider took the money back, and gives it again or not.
 * </ul>
 *
 * The events may come in any order and any number of times: every order of them leads to the same balances.
 *
 * <p>Transaction boundary: an entry is put once. What goes with it (how the order's money is divided and how much of it was refunded, guarded by
 * its version; the payees' lines for the clearing; guarded funds; a transfer) is in the same DynamoDB transaction. Batches of entries are sealed
 * into a hash chain, and balances projected from them, by the function that publishes the table's events
 * ({@link commerce.settlement.Sealer}), so no account is a hot item. What is not a fact about an order is a transfer by decision
 * ({@link commerce.settlement.Transfers}). See {@code docs/ledger.md}.
 */
package commerce.settlement;
