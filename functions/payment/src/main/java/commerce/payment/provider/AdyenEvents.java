package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Money;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.Notification;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads Adyen's standard webhooks in our words: several items in one body, each an event of its own. */
final class AdyenEvents {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private AdyenEvents() {}

    /** The items of a body; empty if it is not of the form that has any. */
    static List<JsonNode> items(byte[] body) {
        var wrapped = SignedBody.object(body).map(json -> json.path("notificationItems")).filter(JsonNode::isArray);
        var items = new ArrayList<JsonNode>();
        wrapped.ifPresent(array -> array.forEach(each -> items.add(each.path("NotificationRequestItem"))));
        return items.stream().allMatch(JsonNode::isObject) ? items : List.of();
    }

    static List<SignedEvent> read(byte[] body, AdyenAccount ours) {
        var live = SignedBody.object(body).map(json -> json.path("live").asText("")).orElse("");
        return items(body).stream().map(item -> event(body, item, live, ours)).toList();
    }

    /** Adyen's own advice what makes an event the same. */
    private static SignedEvent event(byte[] body, JsonNode item, String live, AdyenAccount ours) {
        var id = item.path("pspReference").asText("") + "." + item.path("eventCode").asText("") + "." + item.path("success").asText("");
        if (SignedBody.text(item, "pspReference").isEmpty() || !ID.matcher(id).matches()) {
            return new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("an item without a pspReference"));
        }
        return new SignedEvent(id, judged(item, live, ours));
    }

    private static Notification judged(JsonNode item, String live, AdyenAccount ours) {
        if (!SignedBody.text(item, "merchantAccountCode").equals(Optional.of(ours.merchantAccount()))) {
            return new Notification.Unfit("an event of another merchant account than ours");
        }
        if (!live.equals(Boolean.toString(ours.live()))) {
            return new Notification.Unfit(ours.live() ? "a test event, but we are live" : "a live event, but we are testing");
        }
        var success = item.path("success").asText("");
        if (!success.equals("true") && !success.equals("false")) {
            return new Notification.Unfit("an event that says neither success nor failure");
        }
        return notification(item, SignedBody.text(item, "eventCode").orElse(""), success.equals("true"));
    }

    private static Notification notification(JsonNode item, String type, boolean success) {
        return switch (type) {
            case "AUTHORISATION" -> authorisation(item, success);
            case "REFUND" -> refund(item, success);
            // The money that had gone to the bank came back.
            case "REFUND_FAILED", "REFUNDED_REVERSED" -> refund(item, false);
            // Captures are asked for with the payment, so a success is no news; a failure takes back what counts as paid.
            case "CAPTURE" -> success ? new Notification.Ignored(type) : new Notification.Unfit("a capture failed: the payment counts as paid, but no money comes");
            case "CAPTURE_FAILED" -> new Notification.Unfit("a capture failed: the payment counts as paid, but no money comes");
            case "CANCELLATION", "CANCEL_OR_REFUND", "TECHNICAL_CANCEL" -> success ? new Notification.Unfit("a payment was cancelled that we never cancel: was it done at Adyen by hand?") : new Notification.Ignored(type);
            case "CHARGEBACK" -> dispute(item, Dispute.Status.OPEN);
            case "CHARGEBACK_REVERSED" -> dispute(item, Dispute.Status.WON);
            case "SECOND_CHARGEBACK" -> dispute(item, Dispute.Status.LOST);
            case "DISPUTE_DEFENSE_PERIOD_ENDED" -> item.path("additionalData").path("disputeStatus").asText("").equals("Lost") ? dispute(item, Dispute.Status.LOST) : new Notification.Ignored(type);
            default -> new Notification.Ignored(type);
        };
    }

    private static Notification authorisation(JsonNode item, boolean success) {
        var paymentId = SignedBody.text(item, "merchantReference");
        var amount = money(item);
        if (paymentId.isEmpty() || amount.isEmpty()) {
            return incomplete();
        }
        return success
                ? new Notification.PaymentSucceeded(paymentId.get(), item.path("pspReference").asText(), amount.get())
                : new Notification.PaymentFailed(paymentId.get(), amount.get());
    }

    /** Whose it is, is known by what the refund is called there. */
    private static Notification refund(JsonNode item, boolean success) {
        var name = SignedBody.text(item, "merchantReference");
        var payment = SignedBody.text(item, "originalReference");
        var amount = money(item);
        if (name.isEmpty() || payment.isEmpty() || amount.isEmpty()) {
            return incomplete();
        }
        return success
                ? new Notification.RefundSucceeded(name.get(), payment.get(), amount.get())
                : new Notification.RefundFailed(name.get(), payment.get(), amount.get());
    }

    private static Notification dispute(JsonNode item, Dispute.Status status) {
        var payment = SignedBody.text(item, "originalReference");
        var amount = money(item);
        return payment.isEmpty() || amount.isEmpty() ? incomplete() : new Notification.Disputed(item.path("pspReference").asText(), payment.get(), amount.get(), status);
    }

    /** The amount of anything Adyen shows, in our units. */
    static Optional<Money> money(JsonNode item) {
        var amount = item.path("amount");
        return SignedBody.integer(amount, "value").flatMap(units -> SignedBody.text(amount, "currency").flatMap(currency -> CurrencyUnits.ADYEN.here(units, currency)));
    }

    private static Notification incomplete() {
        return new Notification.Unfit("the event does not say which payment of ours it is about, or how much it was");
    }
}
