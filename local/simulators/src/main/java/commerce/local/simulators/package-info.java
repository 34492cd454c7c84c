/**
 * Payment providers to develop and test against: they listen on 127.0.0.1, speak a provider's wire protocol with real signatures, and
 * move no money.
 *
 * <p>{@link commerce.local.simulators.SimulatorServer} is the provider called {@code simulator}. It keeps its books in memory
 * ({@link commerce.local.simulators.Books}), signs what it sends and checks what it gets ({@link commerce.local.simulators.Signature}),
 * and repeats a webhook until it is answered with 2xx ({@link commerce.local.simulators.WebhookSender}). When anything happens is decided
 * by whoever supplies {@link commerce.local.simulators.Deliveries}.
 *
 * <p>It knows nothing of the system that uses it: no context, no table, no order.
 */
package commerce.local.simulators;
