package commerce.ordering.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * An order's latest payment attempt, as far as it is known here.
 *
 * @param paymentId names the attempt
 * @param attempt 1 for the first; 0 where only the result is known
 * @param provider whom it goes through
 * @param status see {@link PaymentStatus}
 * @param action what the buyer has to do: {@code {"type": "REDIRECT" | "QR_CODE" | "SDK" | "NONE", ...}}
 */
public record Payment(String paymentId, long attempt, String provider, PaymentStatus status, JsonNode action) {

    /** The attempt that brought the money: nothing is left to do. */
    public static Payment captured(String paymentId, String provider) {
        return new Payment(paymentId, 0, provider, PaymentStatus.CAPTURED, noAction());
    }

    /** Can no longer be paid. */
    public Payment closed() {
        return new Payment(paymentId, attempt, provider, PaymentStatus.CLOSED, noAction());
    }

    /** Attempts come one after the other, and one that failed was open before: whatever order the news arrive in, the latest wins. */
    public boolean isOlderThan(Payment news) {
        return attempt < news.attempt || attempt == news.attempt && status == PaymentStatus.OPEN && news.status == PaymentStatus.FAILED;
    }

    public static JsonNode noAction() {
        return JsonNodeFactory.instance.objectNode().put("type", "NONE");
    }
}
