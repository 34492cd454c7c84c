package commerce.local.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a merchant asked for when it created a payment.
 *
 * @param key what the merchant addresses it by in this protocol; there is one payment of each key
 * @param paymentId the merchant's own id, by which the local control finds it
 * @param providerReference the provider's own id
 * @param amount what is asked for
 * @param createdAt by the provider's clock
 * @param expiresAt from then on the buyer cannot pay any more
 * @param request the whole request, for what the protocol gives back of it
 */
public record Asked(String key, String paymentId, String providerReference, Money amount, Instant createdAt, Instant expiresAt, JsonNode request) {}
