/**
 * Stripe: Checkout Sessions, Refunds, disputes, balance transactions and reports of the API {@code /v1}, as far as a shop needs them, and
 * its webhooks.
 *
 * <p>Differences that are meant: refunds are pending for a moment, as they are with bank payments; a payment of another amount than asked
 * can be played; the fee is a plain 2.9 %.
 */
package commerce.local.simulators.stripe;
