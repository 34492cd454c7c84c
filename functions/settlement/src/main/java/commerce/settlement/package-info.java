/**
 * Settlement owns the ledger: who is owed what, in double entry, per tenant and currency.
 *
 * <p>It learns of money from published events only, and writes one immutable {@link commerce.settlement.domain.JournalEntry} per cause:
 *
 * <ul>
 *   <li>{@code payment.captured.v1}: the provider owes us what the customer paid ({@link commerce.settlement.PostPayment}).
 *   <li>{@code order.confirmed.v1}: that money is divided among the order's merchants and their parties, the platform, the channels that
 *       brought it and the provider ({@link commerce.settlement.SettleOrder}); by which rules is operators' data ({@link commerce.settlement.Rules},
 *       {@link commerce.settlement.ChannelTable}), by which version is frozen on the order.
 *   <li>{@code payment.received_late.v1}: money nobody may keep; we owe it back.
 *   <li>{@code refund.succeeded.v1}: money went back; of a settled order everybody gives back pro rata of what was refunded in sum, but the provider.
 * </ul>
 *
 * The events may come in any order and any number of times: every order of them leads to the same balances.
 *
 * <p>Transaction boundary: an entry is put once. What goes with it (how the order's money is divided and how much of it was refunded, guarded by
 * its version; the payees' lines for the clearing; guarded funds) is in the same DynamoDB transaction. Balances are projected from sealed
 * batches of entries, so no account is a hot item.
 */
package commerce.settlement;
