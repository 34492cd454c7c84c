/**
 * The port to payment providers and its adapters. {@link commerce.payment.provider.PaymentProvider} is sealed: create, query, close,
 * refund, verify a notification. An adapter speaks one provider's wire protocol over HTTP with bounded time-outs, turns its statuses into
 * our outcomes, and verifies its signatures on raw bytes. No adapter reads or writes a table.
 *
 * <p>A provider that does not answer in time, or answers 5xx, is {@link commerce.kernel.Busy}: the caller tries again, with the same ids,
 * which providers treat as the same request.
 */
package commerce.payment.provider;
