/**
 * Payment providers to develop and test against: they listen on 127.0.0.1, speak a provider's wire protocol with real signatures, and
 * move no money.
 *
 * <p>A provider is a {@link commerce.local.simulators.ProviderServer} with a {@link commerce.local.simulators.Protocol}. What providers
 * share is here: {@link commerce.local.simulators.Books} in memory, webhooks that are repeated until they are taken, the page a buyer pays
 * on. What each says in its own words is in its own package. When anything happens is decided by whoever supplies
 * {@link commerce.local.simulators.Deliveries}.
 *
 * <p>{@link commerce.local.simulators.SimulatorServer} is the house's own provider {@code simulator}, with the smallest protocol that shows
 * everything.
 *
 * <p>They know nothing of the system that uses them: no context, no table, no order.
 */
package commerce.local.simulators;
