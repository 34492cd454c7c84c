package commerce.local.simulators;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A refund as the provider sees it.
 *
 * @param key what the merchant addresses it by in this protocol; there is one refund of each key
 * @param paymentKey what it gives back
 * @param providerReference the provider's own id
 * @param amount how much
 * @param status where it stands
 * @param createdAt when it was asked for
 * @param endedAt when it succeeded or failed, or null
 * @param request the whole request, for what the protocol gives back of it
 */
public record Refund(
        String key, String paymentKey, String providerReference, Money amount, Status status, Instant createdAt, Instant endedAt, JsonNode request) {

    /** Where a refund stands. */
    public enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /** One that was just asked for. */
    public static Refund asked(String key, String paymentKey, String providerReference, Money amount, Instant now, JsonNode request) {
        return new Refund(key, paymentKey, providerReference, amount, Status.PENDING, now, null, request);
    }

    /** The same, at its end. */
    public Refund ended(Status how, Instant at) {
        return new Refund(key, paymentKey, providerReference, amount, how, createdAt, at, request);
    }

    boolean sameAs(Refund other) {
        return paymentKey.equals(other.paymentKey) && amount.equals(other.amount);
    }
}
