package commerce.local.simulators.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Change;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import commerce.local.simulators.Reply;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stripe's events: kept for whoever lists them, and sent to the webhook endpoint, which has subscribed to what is made here. */
final class StripeEvents {

    static final String API_VERSION = "2026-07-29.dahlia";
    private static final int MOST_KEPT = 10_000;

    private final Desk desk;
    private final StripeAccount account;
    private final StripeObjects objects;
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

    StripeEvents(Desk desk, StripeAccount account, StripeObjects objects) {
        this.desk = desk;
        this.account = account;
        this.objects = objects;
    }

    List<Notification> of(Change change) {
        var payment = change.payment();
        return switch (change) {
            case Change.Paid paid -> List.of(event(payment.delayed() ? "checkout.session.async_payment_succeeded" : "checkout.session.completed", payment, objects.session(payment, List.of())));
            case Change.Processing processing -> List.of(event("checkout.session.completed", payment, objects.session(payment, List.of())));
            case Change.Refused refused -> List.of(payment.delayed()
                    ? event("checkout.session.async_payment_failed", payment, objects.session(payment, List.of()))
                    : event("payment_intent.payment_failed", payment, objects.intent(payment, List.of())));
            case Change.Closed closed -> List.of(event("checkout.session.expired", payment, objects.session(payment, List.of())));
            case Change.RefundEnded(var same, var refund) -> refund.status() == Refund.Status.SUCCEEDED
                    ? List.of(event("refund.updated", payment, objects.refund(refund, payment)), event("charge.refunded", payment, objects.charge(payment)))
                    : List.of(event("refund.failed", payment, objects.refund(refund, payment)));
            case Change.RefundReturned(var same, var refund) -> List.of(event("refund.failed", payment, objects.refund(refund, payment)));
            case Change.Disputed disputed -> List.of(event("charge.dispute.created", payment, objects.dispute(payment)));
            case Change.DisputeEnded ended -> List.of(event("charge.dispute.closed", payment, objects.dispute(payment)));
        };
    }

    private Notification event(String type, Payment payment, ObjectNode object) {
        var id = "evt_" + Ids.letters(24, type + " " + payment.key() + " " + payment.events());
        var event = JsonNodeFactory.instance.objectNode()
                .put("id", id)
                .put("object", "event")
                .put("api_version", API_VERSION)
                .put("created", desk.now().getEpochSecond())
                .put("livemode", account.livemode())
                .put("pending_webhooks", 1)
                .put("type", type);
        event.putObject("data").set("object", object);
        event.putObject("request").putNull("id").putNull("idempotency_key");
        keep(id, event);
        var body = event.toString().getBytes(StandardCharsets.UTF_8);
        return new Notification(id, desk.webhookUrl(), now -> new Notification.Message("application/json; charset=utf-8", Map.of("Stripe-Signature", signature(now, body)), body));
    }

    private String signature(Instant now, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(account.signingSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((now.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any key that is not empty", e);
        }
    }

    private synchronized void keep(String id, ObjectNode event) {
        kept.put(id, event);
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized Reply show(String id) {
        var event = kept.get(id);
        if (event == null) {
            throw StripeError.unknown("event", "id", id);
        }
        return Reply.json(200, event);
    }

    /** The newest first. */
    synchronized Reply list(Form query) {
        var type = query.at("type").asText("");
        var found = List.copyOf(kept.values()).reversed().stream().filter(event -> type.isEmpty() || event.path("type").asText().equals(type)).toList();
        return Reply.json(200, StripeObjects.list("/v1/events", found, query));
    }
}
