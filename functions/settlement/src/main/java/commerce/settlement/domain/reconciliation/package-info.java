/**
 * Compares a provider's bill of a day with what our ledger says moved there. Pure: two streams in, differences out, in memory that does not
 * grow with the day.
 */
package commerce.settlement.domain.reconciliation;
