package commerce.local.simulators.wechatpay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.simulators.Change;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Ids;
import commerce.local.simulators.Notification;
import commerce.local.simulators.Payment;
import commerce.local.simulators.Refund;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypted notifications, signed anew at every try; each goes to the address its own request named. */
final class WechatpayNotifications {

    private static final int TAG_BITS = 128;

    private final Desk desk;
    private final WechatpayAccount account;
    private final WechatpaySigning signing;
    private final WechatpayOrders orders;
    private final WechatpayRefunds refunds;

    WechatpayNotifications(Desk desk, WechatpayAccount account, WechatpaySigning signing, WechatpayOrders orders, WechatpayRefunds refunds) {
        this.desk = desk;
        this.account = account;
        this.signing = signing;
        this.orders = orders;
        this.refunds = refunds;
    }

    List<Notification> of(Change change) {
        return switch (change) {
            case Change.Paid(var order) ->
                List.of(notification("TRANSACTION.SUCCESS", "支付成功", "transaction", order, order.asked().request().path("notify_url").asText(""), success(order)));
            case Change.RefundEnded(var order, var refund) -> {
                var done = refund.status() == Refund.Status.SUCCEEDED;
                yield List.of(notification(done ? "REFUND.SUCCESS" : "REFUND.ABNORMAL", done ? "退款成功" : "退款异常", "refund", order,
                        refund.request().path("notify_url").asText(""), refunds.told(refund, order, account.mchid())));
            }
            case Change.Refused notTold -> List.of();
            case Change.Closed notTold -> List.of();
            case Change.Processing notTold -> List.of();
            case Change.RefundReturned notTold -> List.of();
            case Change.Disputed unknownHere -> List.of();
            case Change.DisputeEnded unknownHere -> List.of();
        };
    }

    /** What happened, even if the order is being refunded meanwhile. */
    private ObjectNode success(Payment order) {
        return orders.view(order).put("trade_state", "SUCCESS").put("trade_state_desc", "支付成功");
    }

    private Notification notification(String type, String summary, String kind, Payment order, String notifyUrl, ObjectNode content) {
        var id = UUID.nameUUIDFromBytes((type + " " + order.key() + " " + order.events()).getBytes(StandardCharsets.UTF_8)).toString();
        var nonce = Ids.letters(12, "nonce of " + id);
        var event = JsonNodeFactory.instance.objectNode()
                .put("id", id)
                .put("create_time", WechatpayOrders.time(desk.now()))
                .put("resource_type", "encrypt-resource")
                .put("event_type", type)
                .put("summary", summary);
        event.putObject("resource")
                .put("original_type", kind)
                .put("algorithm", "AEAD_AES_256_GCM")
                .put("ciphertext", encrypted(content.toString(), nonce, kind))
                .put("associated_data", kind)
                .put("nonce", nonce);
        var body = event.toString().getBytes(StandardCharsets.UTF_8);
        var target = notifyUrl.isEmpty() ? desk.webhookUrl() : URI.create(notifyUrl);
        return new Notification(id, target, now -> new Notification.Message("application/json; charset=utf-8", signing.headers(body, now), body));
    }

    private String encrypted(String plain, String nonce, String associatedData) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(account.apiV3Key().getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM with a key of 32 bytes works", e);
        }
    }
}
