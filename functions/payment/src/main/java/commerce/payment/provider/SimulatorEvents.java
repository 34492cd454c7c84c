package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the body of a notification whose signature was good. What it cannot read is kept as {@link Notification.Unreadable}. */
final class SimulatorEvents {

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private SimulatorEvents() {}

    private record Data(String paymentId, String providerReference, Money amount, String refundId) {}

    static PaymentProvider.Verification read(byte[] body, String header) {
        return new PaymentProvider.Verification.Authentic(List.of(event(body, Map.of(SimulatorSignature.HEADER, header))));
    }

    private static PaymentProvider.SignedEvent event(byte[] body, Map<String, String> evidence) {
        JsonNode json;
        try {
            json = Json.read(new String(body, StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            return new PaymentProvider.SignedEvent(idOf(body), new Notification.Unreadable("the body is not JSON"), evidence);
        }
        var id = json.path("id").asText("");
        if (!EVENT_ID.matcher(id).matches()) {
            return new PaymentProvider.SignedEvent(idOf(body), new Notification.Unreadable("the event has no id"), evidence);
        }
        return new PaymentProvider.SignedEvent(id, notification(json), evidence);
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
            return new Notification.Unreadable("the event's data is not what its type has");
        }
        if (data == null || data.paymentId() == null || data.amount() == null || type.startsWith("refund") && data.refundId() == null) {
            return new Notification.Unreadable("the event's data is incomplete");
        }
        return switch (type) {
            case "payment.succeeded" -> new Notification.PaymentSucceeded(data.paymentId(), data.providerReference(), data.amount());
            case "payment.failed" -> new Notification.PaymentFailed(data.paymentId(), data.providerReference(), data.amount());
            case "refund.succeeded" -> new Notification.RefundSucceeded(data.refundId(), data.paymentId(), data.amount());
            default -> new Notification.RefundFailed(data.refundId(), data.paymentId(), data.amount());
        };
    }

    /** A name for what has none: the same bytes are the same event. */
    private static String idOf(byte[] body) {
        try {
            return "sha256-" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
