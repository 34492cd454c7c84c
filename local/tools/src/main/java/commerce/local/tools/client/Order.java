package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An order as {@code GET /orders/{orderId}} shows it.
 *
 * @param json the whole document
 */
public record Order(JsonNode json) {
    private static final Set<String> FINAL = Set.of("CONFIRMED", "REJECTED", "CANCELLED");

    public String orderId() {
        return json.path("orderId").asText();
    }

    public String status() {
        return json.path("status").asText();
    }

    /** Empty when the order has none. */
    public String reason() {
        return json.path("reason").asText("");
    }

    public Money total() {
        return Money.of(json.path("total"));
    }

    public Money refunded() {
        return Money.of(json.path("refunded"));
    }

    /** The latest payment attempt's id; empty before one was requested. */
    public String paymentId() {
        return json.path("payment").path("paymentId").asText("");
    }

    /** How the buyer pays: {@code REDIRECT}, {@code QR_CODE}, {@code SDK} or {@code NONE}; empty before a payment was requested. */
    public String actionType() {
        return json.path("payment").path("action").path("type").asText("");
    }

    /** Where the buyer goes, or what the code to scan says. */
    public String actionUrl() {
        return json.path("payment").path("action").path("url").asText("");
    }

    public String paymentStatus() {
        return json.path("payment").path("status").asText("");
    }

    /** The statuses it went through, oldest first. */
    public List<String> history() {
        return StreamSupport.stream(json.path("history").spliterator(), false).map(step -> step.path("status").asText()).toList();
    }

    public boolean isFinal() {
        return FINAL.contains(status());
    }

    /** Whether the buyer has something to pay now. */
    public boolean awaitsPayment() {
        return status().equals("AWAITING_PAYMENT") && !paymentId().isEmpty();
    }

    /** {@code CANCELLED (PAYMENT_TIMEOUT)}, or the status alone. */
    public String verdict() {
        return reason().isEmpty() ? status() : status() + " (" + reason() + ")";
    }

    /** For messages: where it stands, without the rest of the document. */
    @Override
    public String toString() {
        return orderId() + " " + verdict() + (paymentId().isEmpty() ? "" : ", payment " + paymentId() + " " + paymentStatus()) + ", refunded " + refunded();
    }
}
