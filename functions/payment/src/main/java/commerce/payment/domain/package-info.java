/**
 * The rules of payment, as values and pure decisions: no AWS, no HTTP, no clock of its own.
 *
 * <p>{@link commerce.payment.domain.Payment} is the judge of an order's money, {@link commerce.payment.domain.Attempt} one try at one
 * provider, {@link commerce.payment.domain.Refund} money on its way back, {@link commerce.payment.domain.Notification} what a provider told
 * us. Attempts and refunds only ever climb ({@code OPEN} to {@code SUCCEEDED}, {@code PENDING} to {@code SUCCEEDED}), which is why the order
 * in which notifications come does not matter.
 */
package commerce.payment.domain;
