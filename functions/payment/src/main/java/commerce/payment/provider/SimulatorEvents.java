package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads the body of a notification whose signature was good. What it cannot read is kept as {@link Notification.Unfit}. */
final class SimulatorEvents {

    private SimulatorEvents() {}

    private record Data(String paymentId, String providerReference, Money amount, String refundId) {}

    static SignedEvent read(byte[] body) {
        var json = SignedBody.object(body);
        if (json.isEmpty()) {
            return new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the body is not one JSON object"));
        }
        return SignedBody.eventId(json.get())
                .map(id -> new SignedEvent(id, notification(json.get())))
                .orElseGet(() -> new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the event has no id")));
    }

    private static Notification notification(JsonNode json) {
        var type = json.path("type").asText("");
        if (!List.of("payment.succeeded", "payment.failed", "refund.succeeded", "refund.failed").contains(type)) {
            return new Notification.Ignored(type);
        }
        Data data;
        try {
            data = Json.convert(json.path("data"), Data.class);
        } catch (UncheckedIOException e) {
            return new Notification.Unfit("the event's data is not what its type has");
        }
        if (data == null || data.paymentId() == null || data.amount() == null || type.equals("payment.succeeded") && data.providerReference() == null || type.startsWith("refund") && data.refundId() == null) {
            return new Notification.Unfit("the event's data is incomplete");
        }
        return switch (type) {
            case "payment.succeeded" -> new Notification.PaymentSucceeded(data.paymentId(), data.providerReference(), data.amount());
            case "payment.failed" -> new Notification.PaymentFailed(data.paymentId(), data.amount());
            case "refund.succeeded" -> new Notification.RefundSucceeded(data.refundId(), data.paymentId(), data.amount());
            default -> new Notification.RefundFailed(data.refundId(), data.paymentId(), data.amount());
        };
    }
}
