package commerce.local.simulators.stripe;

/**
 * The merchant's account at Stripe.
 *
 * @param apiKey the secret key, {@code sk_...}
 * @param livemode false in a sandbox
 * @param signingSecret of the webhook endpoint, {@code whsec_...}
 */
public record StripeAccount(String apiKey, boolean livemode, String signingSecret) {}
