package commerce.local.simulators.adyen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Change;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Money;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard webhooks: one body may hold several items, each with its own HMAC. */
final class AdyenWebhooks {

    private final Desk desk;
    private final AdyenAccount account;

    AdyenWebhooks(Desk desk, AdyenAccount account) {
        this.desk = desk;
        this.account = account;
    }

    List<Notification> of(Change change) {
        var payment = change.payment();
        return switch (change) {
            case Change.Paid paid -> {
                var item = item("AUTHORISATION", payment.providerReference(), payment.paymentId(), payment.receipt().amount(), true, "033899:1111:03/2030");
                item.putArray("operations").add("CANCEL").add("CAPTURE").add("REFUND");
                yield body(fromLink(item, payment));
            }
            case Change.Refused refused ->
                body(fromLink(item("AUTHORISATION", attempt(payment), payment.paymentId(), payment.amount(), false, "Refused"), payment));
            case Change.Closed notTold -> List.of();
            case Change.Processing notTold -> List.of();
            case Change.RefundEnded(var same, var refund) -> {
                var done = refund.status() == Refund.Status.SUCCEEDED;
                var reference = refund.request().path("reference").asText(payment.paymentId());
                yield body(item("REFUND", refund.key(), reference, refund.amount(), done, done ? "" : refund.amount().amount() > payment.left() ? "Insufficient balance on payment" : "Refused")
                        .put("originalReference", payment.providerReference()));
            }
            case Change.RefundReturned(var same, var refund) -> body(item("REFUND_FAILED", refund.key(), refund.request().path("reference").asText(payment.paymentId()), refund.amount(), true, "Invalid account")
                    .put("originalReference", payment.providerReference()));
            // The announcement and the thing itself come together.
            case Change.Disputed disputed -> body(dispute("NOTIFICATION_OF_CHARGEBACK", "Undefended", payment), dispute("CHARGEBACK", "Undefended", payment));
            case Change.DisputeEnded ended -> payment.dispute().status() == Payment.Dispute.Status.WON
                    ? body(dispute("CHARGEBACK_REVERSED", "Won", payment))
                    : body(dispute("DISPUTE_DEFENSE_PERIOD_ENDED", "Lost", payment));
        };
    }

    /** Each refused attempt is a payment of its own. */
    private static String attempt(Payment payment) {
        return Ids.capitals(16, "attempt " + payment.providerReference() + payment.events());
    }

    private ObjectNode dispute(String eventCode, String status, Payment payment) {
        var dispute = payment.dispute();
        var item = item(eventCode, Ids.capitals(16, "dispute " + payment.providerReference() + dispute.at()), payment.paymentId(), dispute.amount(), true, "Other Fraud - Card Absent Environment")
                .put("originalReference", payment.providerReference());
        item.putObject("additionalData").put("disputeStatus", status).put("chargebackReasonCode", "10.4").put("chargebackSchemeCode", "visa");
        return item;
    }

    private static ObjectNode fromLink(ObjectNode item, Payment payment) {
        item.putObject("additionalData").put("paymentLinkId", payment.key());
        return item;
    }

    private ObjectNode item(String eventCode, String pspReference, String merchantReference, Money amount, boolean success, String reason) {
        var item = JsonNodeFactory.instance.objectNode();
        item.putObject("amount").put("currency", amount.currency()).put("value", amount.amount());
        return item
                .put("eventCode", eventCode)
                .put("eventDate", AdyenLinks.time(desk.now()))
                .put("merchantAccountCode", account.merchantAccount())
                .put("merchantReference", merchantReference)
                .put("paymentMethod", "visa")
                .put("pspReference", pspReference)
                .put("reason", reason)
                .put("success", String.valueOf(success));
    }

    private List<Notification> body(ObjectNode... items) {
        var json = JsonNodeFactory.instance.objectNode().put("live", String.valueOf(account.live()));
        var all = json.putArray("notificationItems");
        for (var item : items) {
            item.withObject("/additionalData").put("hmacSignature", hmac(item));
            all.addObject().set("NotificationRequestItem", item);
        }
        var body = json.toString().getBytes(StandardCharsets.UTF_8);
        var id = items[0].path("eventCode").asText() + " " + items[0].path("pspReference").asText() + " " + items[0].path("success").asText();
        return List.of(new Notification(id, desk.webhookUrl(), now -> new Notification.Message("application/json; charset=utf-8", Map.of(), body)));
    }

    private String hmac(ObjectNode item) {
        var signed = String.join(":", Arrays.asList(item.path("pspReference").asText(""), item.path("originalReference").asText(""), item.path("merchantAccountCode").asText(""),
                item.path("merchantReference").asText(""), item.at("/amount/value").asText(""), item.at("/amount/currency").asText(""), item.path("eventCode").asText(""), item.path("success").asText("")));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(account.hmacKey()), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any key that is not empty", e);
        }
    }
}
