package commerce.local.stage.providers;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Somebody who plays the payment providers and knows nothing of us: only what each provider publishes about its notifications, the documented
 * development keys, and what {@code GET /local/keys/{provider}} serves. Signs with the JDK alone.
 */
final class Stranger {

    private static final String STRIPE_SECRET = "whsec_local";
    private static final String ADYEN_KEY = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    private static final String WECHATPAY_API_V3_KEY = "local-wechatpay-apiv3-key-32byte";

    private final HttpApi api;
    private final Instant now;
    private final String note;

    /** @param note what buyers and banks have written wherever the provider lets them write something */
    Stranger(HttpApi api, Instant now, String note) {
        this.api = api;
        this.now = now;
        this.note = note;
    }

    /**
     * What is told.
     *
     * @param eventId what makes it the same when it comes again
     */
    record Notice(String provider, String eventId, Map<String, String> headers, String body) {

        Notice with(String header, String value) {
            var changed = new TreeMap<>(headers);
            changed.put(header, value);
            return new Notice(provider, eventId, changed, body);
        }

        Notice saying(String other) {
            return new Notice(provider, eventId, headers, other);
        }
    }

    /** That money came in. */
    Notice paid(String provider, String paymentId, Money amount) {
        return switch (provider) {
            case "stripe" -> stripe(paymentId, amount);
            case "wechatpay" -> wechatpay(paymentId, amount);
            case "alipay" -> alipay(paymentId, amount);
            case "adyen" -> adyen(paymentId, amount);
            default -> throw new IllegalArgumentException(provider);
        };
    }

    private static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private Notice stripe(String paymentId, Money amount) {
        var id = "evt_" + unique();
        var session = Json.object("id", "cs_test_" + unique(), "object", "checkout.session", "amount_total", amount.amount(), "currency", amount.currency().toLowerCase(Locale.ROOT),
                "client_reference_id", paymentId, "customer_details", Json.object("name", note), "mode", "payment", "payment_intent", "pi_" + unique(), "payment_status", "paid", "status", "complete");
        var body = Json.text(Json.object("id", id, "object", "event", "api_version", "2026-07-29.dahlia", "created", now.getEpochSecond(), "livemode", false, "pending_webhooks", 1,
                "type", "checkout.session.completed", "data", Json.object("object", session)));
        var signature = HexFormat.of().formatHex(hmac(STRIPE_SECRET.getBytes(StandardCharsets.UTF_8), now.getEpochSecond() + "." + body));
        return new Notice("stripe", id, Map.of("Stripe-Signature", "t=" + now.getEpochSecond() + ",v1=" + signature, "Content-Type", "application/json"), body);
    }

    private Notice wechatpay(String paymentId, Money amount) {
        var keys = keys("wechatpay");
        var id = unique();
        var transaction = Json.object("mchid", keys.path("mchid").asText(), "appid", keys.path("appid").asText(), "out_trade_no", paymentId, "transaction_id", "4200" + unique(),
                "trade_type", "NATIVE", "trade_state", "SUCCESS", "success_time", now.toString(), "bank_type", note, "payer", Json.object("openid", "o" + unique()),
                "amount", Json.object("total", amount.amount(), "payer_total", amount.amount(), "currency", amount.currency(), "payer_currency", amount.currency()));
        var cipherNonce = unique().substring(0, 12);
        var resource = Json.object("algorithm", "AEAD_AES_256_GCM", "original_type", "transaction", "associated_data", "transaction", "nonce", cipherNonce,
                "ciphertext", encrypted(Json.text(transaction), cipherNonce, "transaction"));
        var body = Json.text(Json.object("id", id, "create_time", now.toString(), "event_type", "TRANSACTION.SUCCESS", "resource_type", "encrypt-resource", "summary", note, "resource", resource));
        var nonce = unique();
        var signed = now.getEpochSecond() + "\n" + nonce + "\n" + body + "\n";
        return new Notice("wechatpay", id, Map.of("Wechatpay-Timestamp", Long.toString(now.getEpochSecond()), "Wechatpay-Nonce", nonce, "Wechatpay-Serial", keys.path("platformKeyId").asText(),
                "Wechatpay-Signature", signature("wechatpay", signed), "Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048", "Content-Type", "application/json"), body);
    }

    private Notice alipay(String paymentId, Money amount) {
        var keys = keys("alipay");
        var id = unique();
        var fields = new TreeMap<>(Map.of("notify_type", "trade_status_sync", "notify_id", id, "notify_time", "2026-11-21 10:00:00", "app_id", keys.path("appId").asText(),
                "seller_id", keys.path("sellerId").asText(), "charset", "utf-8", "version", "1.0", "trade_no", unique(), "out_trade_no", paymentId, "trade_status", "TRADE_SUCCESS"));
        fields.put("total_amount", BigDecimal.valueOf(amount.amount(), 2).toPlainString());
        fields.put("subject", note);
        var signed = fields.entrySet().stream().map(field -> field.getKey() + "=" + field.getValue()).collect(Collectors.joining("&"));
        fields.put("sign", signature("alipay", signed));
        fields.put("sign_type", "RSA2");
        var body = fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return new Notice("alipay", id, Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), body);
    }

    private Notice adyen(String paymentId, Money amount) {
        var account = keys("adyen").path("merchantAccount").asText();
        var reference = unique().substring(0, 16).toUpperCase(Locale.ROOT);
        var signed = String.join(":", reference, "", account, paymentId, Long.toString(amount.amount()), amount.currency(), "AUTHORISATION", "true");
        var signature = Base64.getEncoder().encodeToString(hmac(HexFormat.of().parseHex(ADYEN_KEY), signed));
        var item = Json.object("additionalData", Json.object("hmacSignature", signature), "amount", Json.object("currency", amount.currency(), "value", amount.amount()),
                "eventCode", "AUTHORISATION", "eventDate", now.toString(), "merchantAccountCode", account, "merchantReference", paymentId, "paymentMethod", "visa", "reason", note,
                "pspReference", reference, "success", "true");
        var body = Json.text(Json.object("live", "false", "notificationItems", Json.array(List.of(Json.object("NotificationRequestItem", item)))));
        return new Notice("adyen", reference + ".AUTHORISATION.true", Map.of("Content-Type", "application/json"), body);
    }

    // ---- what the stage serves, and the JDK ---------------------------------------------------------------------------------------

    private JsonNode keys(String provider) {
        return api.send("GET", "/local/keys/" + provider, null, null, Map.of("Accept", "application/json")).expect(200).json();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encrypted(String text, String nonce, String associatedData) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(WECHATPAY_API_V3_KEY.getBytes(StandardCharsets.UTF_8), "AES"), new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the private half of what is served as PEM. */
    private String signature(String provider, String text) {
        var pem = api.send("GET", "/local/keys/" + provider, null, null, Map.of()).expect(200).text();
        var key = pem.substring(pem.indexOf("-----BEGIN PRIVATE KEY-----") + 27, pem.indexOf("-----END PRIVATE KEY-----"));
        try {
            var rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key))));
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
