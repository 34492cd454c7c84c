package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Money;
import commerce.payment.domain.Notification;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Reads WeChat Pay's notifications in our words. What they are about is in {@code resource}, encrypted with the API v3 key. */
final class WechatpayEvents {

    private static final int TAG_BITS = 128;

    private WechatpayEvents() {}

    /** @param ours our account as each active secret has it, the newest first */
    static SignedEvent read(byte[] body, Collection<WechatpayAccount> ours) {
        var json = SignedBody.object(body);
        if (json.isEmpty()) {
            return new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the body is not one JSON object"));
        }
        return SignedBody.eventId(json.get())
                .map(id -> new SignedEvent(id, notification(json.get(), ours)))
                .orElseGet(() -> new SignedEvent(SignedBody.nameOf(body), new Notification.Unfit("the notification has no id")));
    }

    private static Notification notification(JsonNode json, Collection<WechatpayAccount> ours) {
        var type = json.path("event_type").asText("");
        return switch (type) {
            case "TRANSACTION.SUCCESS" -> opened(json, ours).<Notification>map(resource -> transaction(resource, ours)).orElseGet(WechatpayEvents::undecipherable);
            case "REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED" ->
                    opened(json, ours).<Notification>map(resource -> refund(type.substring("REFUND.".length()), resource, ours)).orElseGet(WechatpayEvents::undecipherable);
            default -> new Notification.Ignored(type);
        };
    }

    private static Notification undecipherable() {
        return new Notification.Unfit("the resource is not encrypted with any active APIv3 key");
    }

    private static Notification transaction(JsonNode transaction, Collection<WechatpayAccount> ours) {
        if (ours.stream().noneMatch(account -> is(transaction, "mchid", account.mchid()) && is(transaction, "appid", account.appid()))) {
            return new Notification.Unfit("a payment to another merchant or application than ours");
        }
        if (!is(transaction, "trade_state", "SUCCESS")) {
            return new Notification.Unfit("a successful transaction whose trade_state is not SUCCESS");
        }
        var orderNumber = SignedBody.text(transaction, "out_trade_no");
        var paymentId = SignedBody.text(transaction, "attach").or(() -> orderNumber);
        var amount = money(transaction.path("amount"), "total", SignedBody.text(transaction.path("amount"), "currency"));
        var transactionId = SignedBody.text(transaction, "transaction_id");
        if (paymentId.isEmpty() || amount.isEmpty() || transactionId.isEmpty() || !isOf(paymentId.get(), orderNumber)) {
            return new Notification.Unfit("the notification does not say which payment of ours it is about, or how much it was");
        }
        return new Notification.PaymentSucceeded(paymentId.get(), transactionId.get(), amount.get());
    }

    /** Our short name for the payment; its id, should it ever be told as it is, names nothing else. */
    private static boolean isOf(String paymentId, Optional<String> orderNumber) {
        return orderNumber.filter(number -> number.equals(paymentId) || number.equals(WechatpayProvider.nameThere(paymentId))).isPresent();
    }

    /** It says neither the currency, which is always CNY, nor what we attached: only what WeChat calls the refund. */
    private static Notification refund(String type, JsonNode refund, Collection<WechatpayAccount> ours) {
        if (ours.stream().noneMatch(account -> is(refund, "mchid", account.mchid()))) {
            return new Notification.Unfit("a refund of another merchant than ours");
        }
        if (!is(refund, "refund_status", type)) {
            return new Notification.Unfit("a refund whose refund_status is not what the notification's type says");
        }
        var amount = money(refund.path("amount"), "refund", SignedBody.text(refund.path("amount"), "currency").or(() -> Optional.of("CNY")));
        var nameThere = SignedBody.text(refund, "out_refund_no");
        var paymentThere = SignedBody.text(refund, "out_trade_no");
        if (amount.isEmpty() || nameThere.isEmpty() || paymentThere.isEmpty()) {
            return new Notification.Unfit("the notification does not say which refund of ours it is about, or how much it was");
        }
        return type.equals("SUCCESS")
                ? new Notification.RefundSucceeded(nameThere.get(), paymentThere.get(), amount.get())
                : new Notification.RefundFailed(nameThere.get(), paymentThere.get(), amount.get());
    }

    private static boolean is(JsonNode json, String field, String expected) {
        return SignedBody.text(json, field).equals(Optional.of(expected));
    }

    private static Optional<Money> money(JsonNode amount, String field, Optional<String> currency) {
        return SignedBody.integer(amount, field).flatMap(minor -> currency.flatMap(code -> {
            try {
                return Optional.of(Money.of(minor, code));
            } catch (IllegalArgumentException unknown) {
                return Optional.empty();
            }
        }));
    }

    private static Optional<JsonNode> opened(JsonNode json, Collection<WechatpayAccount> ours) {
        var resource = json.path("resource");
        if (!is(resource, "algorithm", "AEAD_AES_256_GCM")) {
            return Optional.empty();
        }
        return ours.stream().flatMap(account -> account.apiV3Keys().stream()).flatMap(key -> decrypted(resource, key).stream()).findFirst().flatMap(SignedBody::object);
    }

    private static Optional<byte[]> decrypted(JsonNode resource, byte[] key) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, resource.path("nonce").asText("").getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(resource.path("associated_data").asText("").getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(Base64.getDecoder().decode(resource.path("ciphertext").asText(""))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Another key, an altered text, a nonce of no length: all the same to us.
            return Optional.empty();
        }
    }
}
