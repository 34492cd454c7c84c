package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.Postman.Delivery;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications in the name of WeChat Pay, signed and encrypted by its own library: each with the exact verdict and answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WechatpayVectorsTest {

    private static final String OLD_KEY = "the-api-v3-key-that-was-replaced";
    private static final String CERTIFICATE = "5157F09EFDC096DE15EBE81A47057A7200000000";
    private static final KeyPair BY_CERTIFICATE = RealProviders.MERCHANT;
    private static final Money PRICE = Till.PRICE;

    private final Till till = new Till();
    private final RealProviders providers = new RealProviders(till);
    private final Postman postman = new Postman(till);
    private int events;

    private record Vector(String name, Verdict verdict, Supplier<Delivery> make) {
        @Override
        public String toString() {
            return verdict + ": " + name;
        }
    }

    @BeforeAll
    void twoKeysOfEachKindAreActive() {
        var platform = new LinkedHashMap<String, KeyPair>();
        platform.put(RealProviders.PLATFORM_KEY_ID, RealProviders.PLATFORM);
        platform.put(CERTIFICATE, BY_CERTIFICATE);
        till.otherSecrets.put("arn:wechatpay", RealProviders.wechatpaySecret(List.of(RealProviders.API_V3_KEY, OLD_KEY), platform));
    }

    @AfterAll
    void close() {
        providers.close();
        till.close();
    }

    // ---- what WeChat says ---------------------------------------------------------------------------------------------------------

    private PaymentId order() {
        return postman.openOrder("wechatpay", PRICE);
    }

    private String nameThere(PaymentId id) {
        return till.row(id.orderId()).attempt(id.attempt()).flatMap(attempt -> attempt.providerReference()).orElse("unknownunknownunknownunknown00");
    }

    private ObjectNode transaction(PaymentId id) {
        var transaction = Json.object().put("mchid", RealProviders.MCHID).put("appid", RealProviders.APPID).put("out_trade_no", nameThere(id)).put("transaction_id", "4200001234" + id.orderId())
                .put("trade_type", "NATIVE").put("trade_state", "SUCCESS").put("attach", id.toString()).put("success_time", "2026-11-21T10:00:00+08:00");
        transaction.putObject("amount").put("total", PRICE.minor()).put("payer_total", PRICE.minor()).put("currency", "CNY").put("payer_currency", "CNY");
        transaction.putObject("payer").put("openid", "o1");
        return transaction;
    }

    private ObjectNode transaction(Consumer<ObjectNode> change) {
        var transaction = transaction(order());
        change.accept(transaction);
        return transaction;
    }

    private ObjectNode amount(Consumer<ObjectNode> change) {
        return transaction(transaction -> change.accept((ObjectNode) transaction.path("amount")));
    }

    private Refund pendingRefund() {
        return postman.pendingRefund("wechatpay", PRICE, Money.of(3000, "CNY"));
    }

    private ObjectNode refund(Refund refund, String status) {
        var nameThere = Settings.during(till.environment, () -> till.providers.require("wechatpay").nameThere(refund));
        var object = Json.object().put("mchid", RealProviders.MCHID).put("out_trade_no", nameThere(refund.paymentId())).put("transaction_id", "42000").put("out_refund_no", nameThere)
                .put("refund_id", "50000").put("refund_status", status);
        object.putObject("amount").put("total", PRICE.minor()).put("refund", refund.amount().minor()).put("payer_total", PRICE.minor()).put("payer_refund", refund.amount().minor());
        return object;
    }

    private String notification(String type, Object resource, String apiV3Key) {
        var event = Json.object().put("id", "EV-" + ++events).put("create_time", "2026-11-21T10:00:00+08:00").put("resource_type", "encrypt-resource").put("event_type", type).put("summary", "支付成功");
        var plain = resource instanceof String text ? text : Json.write(resource);
        var ciphertext = new AeadAesCipher(apiV3Key.getBytes(StandardCharsets.UTF_8)).encrypt("transaction".getBytes(StandardCharsets.UTF_8), "abcdefghijkl".getBytes(StandardCharsets.UTF_8),
                plain.getBytes(StandardCharsets.UTF_8));
        event.putObject("resource").put("original_type", "transaction").put("algorithm", "AEAD_AES_256_GCM").put("ciphertext", ciphertext).put("associated_data", "transaction").put("nonce", "abcdefghijkl");
        return Json.write(event);
    }

    private String paid(Object transaction) {
        return notification("TRANSACTION.SUCCESS", transaction, RealProviders.API_V3_KEY);
    }

    private String paid() {
        return paid(transaction(order()));
    }

    // ---- how it is signed ---------------------------------------------------------------------------------------------------------

    private Delivery signed(String body, String serial, KeyPair key, long offset) {
        var time = Long.toString(till.clock.instant().getEpochSecond() + offset);
        var signature = new RSASigner(serial, key.getPrivate()).sign(time + "\nnonce\n" + body + "\n").getSign();
        return Delivery.of(Map.of("Wechatpay-Timestamp", time, "Wechatpay-Nonce", "nonce", "Wechatpay-Serial", serial, "Wechatpay-Signature", signature,
                "Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048"), body);
    }

    private Delivery signed(String body) {
        return signed(body, RealProviders.PLATFORM_KEY_ID, RealProviders.PLATFORM, 0);
    }

    private Delivery signedAt(long offset) {
        return signed(paid(), RealProviders.PLATFORM_KEY_ID, RealProviders.PLATFORM, offset);
    }

    private Delivery with(String header, UnaryOperator<String> change) {
        var good = signed(paid());
        var headers = new HashMap<>(good.headers());
        headers.compute(header, (name, value) -> change.apply(value));
        return new Delivery(headers, good.body());
    }

    private Delivery withBody(UnaryOperator<byte[]> change) {
        var good = signed(paid());
        return new Delivery(good.headers(), change.apply(good.body()));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Json.read(text);
    }

    private Delivery resource(Consumer<ObjectNode> change) {
        var event = json(paid());
        change.accept((ObjectNode) event.path("resource"));
        return signed(Json.write(event));
    }

    // ---- the vectors --------------------------------------------------------------------------------------------------------------

    private static Vector accepted(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.ACCEPTED, make);
    }

    private static Vector rejected(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.REJECTED, make);
    }

    private static Vector quarantined(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.QUARANTINED, make);
    }

    private static Vector ignored(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.IGNORED, make);
    }

    Stream<Vector> accepted() {
        return Stream.of(
                accepted("an order that was paid", () -> signed(paid())),
                accepted("a refund that succeeded", () -> signed(notification("REFUND.SUCCESS", refund(pendingRefund(), "SUCCESS"), RealProviders.API_V3_KEY))),
                accepted("a refund that the bank sent back", () -> signed(notification("REFUND.ABNORMAL", refund(pendingRefund(), "ABNORMAL"), RealProviders.API_V3_KEY))),
                accepted("a refund that was closed", () -> signed(notification("REFUND.CLOSED", refund(pendingRefund(), "CLOSED"), RealProviders.API_V3_KEY))),
                accepted("a refund that names its currency", () -> {
                    var refund = refund(pendingRefund(), "SUCCESS");
                    ((ObjectNode) refund.path("amount")).put("currency", "CNY");
                    return signed(notification("REFUND.SUCCESS", refund, RealProviders.API_V3_KEY));
                }),
                accepted("signed with the key of a platform certificate", () -> signed(paid(), CERTIFICATE, BY_CERTIFICATE, 0)),
                accepted("encrypted with the API key that is being replaced", () -> signed(notification("TRANSACTION.SUCCESS", transaction(order()), OLD_KEY))),
                accepted("signed 300 s ago", () -> signedAt(-300)),
                accepted("signed 300 s ahead, by a clock that is fast", () -> signedAt(300)),
                accepted("without the header that names the algorithm", () -> with("Wechatpay-Signature-Type", value -> null)),
                accepted("a buyer who paid a part with WeChat's own coupon", () -> signed(paid(amount(amount -> amount.put("payer_total", 8000))))),
                accepted("the payment's own id as the order number, and nothing attached", () -> signed(paid(transaction(transaction -> transaction.set("out_trade_no", transaction.remove("attach")))))),
                accepted("fields that we do not know", () -> signed(paid(transaction(transaction -> transaction.put("new_field", "龙井茶").putArray("promotion_detail"))))),
                accepted("room to breathe", () -> signed("\n" + paid().replace(",\"", " ,\t\"") + " \n")));
    }

    Stream<Vector> ignored() {
        return Stream.of(
                ignored("a kind of notification that we make no use of", () -> signed(notification("COUPON.USE", Json.object(), RealProviders.API_V3_KEY))));
    }

    Stream<Vector> rejected() {
        return Stream.of(
                rejected("one byte of the body altered", () -> withBody(body -> {
                    body[body.length / 2] ^= 1;
                    return body;
                })),
                rejected("the body cut short", () -> withBody(body -> Arrays.copyOf(body, body.length - 1))),
                rejected("a line break added", () -> withBody(body -> Arrays.copyOf(body, body.length + 1))),
                rejected("no body", () -> withBody(body -> new byte[0])),
                rejected("the body in another encoding than was signed", () -> withBody(body -> new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16))),
                rejected("signed with a stranger's key", () -> signed(paid(), RealProviders.PLATFORM_KEY_ID, RealProviders.STRANGER, 0)),
                rejected("signed with one platform key in the name of the other", () -> signed(paid(), CERTIFICATE, RealProviders.PLATFORM, 0)),
                rejected("a serial that we do not know", () -> signed(paid(), "PUB_KEY_ID_OTHER", RealProviders.PLATFORM, 0)),
                rejected("WeChat's own probe whether we check", () -> with("Wechatpay-Signature", value -> "WECHATPAY/SIGNTEST/" + value)),
                rejected("signed 301 s ago", () -> signedAt(-301)),
                rejected("signed 301 s ahead", () -> signedAt(301)),
                rejected("an old notification sent once more", () -> {
                    var old = signed(paid());
                    till.clock.advance(Duration.ofSeconds(301));
                    return old;
                }),
                rejected("the time moved under an old signature", () -> with("Wechatpay-Timestamp", value -> Long.toString(Long.parseLong(value) - 1))),
                rejected("another nonce than was signed", () -> with("Wechatpay-Nonce", value -> "another")),
                rejected("no time", () -> with("Wechatpay-Timestamp", value -> null)),
                rejected("no nonce", () -> with("Wechatpay-Nonce", value -> null)),
                rejected("no serial", () -> with("Wechatpay-Serial", value -> null)),
                rejected("no signature", () -> with("Wechatpay-Signature", value -> null)),
                rejected("an empty signature", () -> with("Wechatpay-Signature", value -> "")),
                rejected("a signature that is no Base64", () -> with("Wechatpay-Signature", value -> "%" + value)),
                rejected("a signature cut short", () -> with("Wechatpay-Signature", value -> value.substring(0, value.length() - 4))),
                rejected("a time that is no number", () -> with("Wechatpay-Timestamp", value -> "now")),
                rejected("a time beyond all numbers", () -> with("Wechatpay-Timestamp", value -> "9".repeat(40))),
                rejected("another algorithm", () -> with("Wechatpay-Signature-Type", value -> "WECHATPAY2-SM2-WITH-SM3")),
                rejected("the signature of another body", () -> new Delivery(signed(paid()).headers(), signed(paid()).body())));
    }

    Stream<Vector> quarantined() {
        return Stream.of(
                quarantined("a payment to another merchant", () -> signed(paid(transaction(transaction -> transaction.put("mchid", "1900000002"))))),
                quarantined("a payment to another application", () -> signed(paid(transaction(transaction -> transaction.put("appid", "wxother"))))),
                quarantined("a success whose state is another", () -> signed(paid(transaction(transaction -> transaction.put("trade_state", "NOTPAY"))))),
                quarantined("a fen too little", () -> signed(paid(amount(amount -> amount.put("total", PRICE.minor() - 1))))),
                quarantined("a fen too much", () -> signed(paid(amount(amount -> amount.put("total", PRICE.minor() + 1))))),
                quarantined("another currency", () -> signed(paid(amount(amount -> amount.put("currency", "USD"))))),
                quarantined("a currency that is none", () -> signed(paid(amount(amount -> amount.put("currency", "ABC"))))),
                quarantined("no currency", () -> signed(paid(amount(amount -> amount.remove("currency"))))),
                quarantined("an amount that is a text", () -> signed(paid(amount(amount -> amount.put("total", "8800"))))),
                quarantined("an amount with a fraction", () -> signed(paid(amount(amount -> amount.put("total", 8800.5))))),
                quarantined("another order number than the payment's", () -> signed(paid(transaction(transaction -> transaction.put("out_trade_no", "another000another000another000aa"))))),
                quarantined("another payment as the order number than is attached", () -> signed(paid(transaction(transaction -> transaction.put("out_trade_no", order().toString()))))),
                quarantined("nothing attached", () -> signed(paid(transaction(transaction -> transaction.remove("attach"))))),
                quarantined("a payment that was never asked for", () -> signed(paid(transaction(transaction -> transaction.put("attach", Till.id(till.newOrder(), 1).toString()))))),
                quarantined("a payment asked for at another provider", () -> {
                    var id = postman.openOrder("stripe", PRICE);
                    return signed(paid(transaction(id)));
                }),
                quarantined("a field said twice outside", () -> signed(paid().replaceFirst("\\{", "{\"event_type\":\"COUPON.USE\","))),
                quarantined("a field said twice inside", () -> signed(paid(Json.write(transaction(order())).replace("\"trade_state\"", "\"trade_state\":\"NOTPAY\",\"trade_state\"")))),
                quarantined("encrypted with a key that is none of ours", () -> signed(notification("TRANSACTION.SUCCESS", transaction(order()), "somebody-elses-api-v3-key-32byte"))),
                quarantined("other associated data than was encrypted with", () -> resource(resource -> resource.put("associated_data", "refund"))),
                quarantined("another nonce than was encrypted with", () -> resource(resource -> resource.put("nonce", "lkjihgfedcba"))),
                quarantined("a nonce of no length", () -> resource(resource -> resource.put("nonce", ""))),
                quarantined("a secret text cut short", () -> resource(resource -> resource.put("ciphertext", resource.path("ciphertext").asText().substring(8)))),
                quarantined("a secret text that is no Base64", () -> resource(resource -> resource.put("ciphertext", "%%%"))),
                quarantined("another cipher", () -> resource(resource -> resource.put("algorithm", "AEAD_SM4_GCM"))),
                quarantined("nothing inside", () -> signed(paid(""))),
                quarantined("a text inside that is no JSON", () -> signed(paid("paid, honestly"))),
                quarantined("no JSON", () -> signed("paid, honestly")),
                quarantined("JSON that ends in the middle", () -> signed(paid().substring(0, 100))),
                quarantined("a notification without an id", () -> signed(Json.write(json(paid()).without("id")))),
                quarantined("a refund of another merchant", () -> signed(notification("REFUND.SUCCESS", refund(pendingRefund(), "SUCCESS").put("mchid", "1900000002"), RealProviders.API_V3_KEY))),
                quarantined("a refund whose status is another than its type", () -> signed(notification("REFUND.SUCCESS", refund(pendingRefund(), "ABNORMAL"), RealProviders.API_V3_KEY))),
                quarantined("a refund that was made by hand", () -> signed(notification("REFUND.SUCCESS", refund(pendingRefund(), "SUCCESS").put("out_refund_no", "by-hand"), RealProviders.API_V3_KEY))),
                quarantined("a refund of another amount", () -> {
                    var refund = refund(pendingRefund(), "SUCCESS");
                    ((ObjectNode) refund.path("amount")).put("refund", 2999);
                    return signed(notification("REFUND.SUCCESS", refund, RealProviders.API_V3_KEY));
                }));
    }

    @ParameterizedTest
    @MethodSource({"accepted", "ignored", "rejected", "quarantined"})
    void everyNotificationGetsItsVerdictAndItsAnswer(Vector vector) {
        var delivery = vector.make().get();
        var received = postman.deliver("wechatpay", delivery);
        assertEquals(vector.verdict(), received.verdict());
        if (vector.verdict() == Verdict.REJECTED) {
            assertEquals(401, received.answer().status());
            assertEquals("FAIL", received.answer().body().path("code").asText());
        } else {
            assertEquals(200, received.answer().status());
            assertEquals("SUCCESS", received.answer().body().path("code").asText());
            assertEquals(Verdict.DUPLICATE, postman.deliver("wechatpay", delivery).verdict(), "the same delivery again");
        }
        agreesWithWechatsLibrary(delivery, vector);
    }

    /** What we accept, WeChat's own library accepts too; what it does not, we do not either. It does not look at the time. */
    private void agreesWithWechatsLibrary(Delivery delivery, Vector vector) {
        if (vector.verdict() == Verdict.ACCEPTED) {
            assertTrue(believedByWechat(delivery), "we accept what WeChat's library does not");
        } else if (vector.verdict() == Verdict.REJECTED) {
            assertEquals(List.of("signed 301 s ahead", "signed 301 s ago", "an old notification sent once more").contains(vector.name()), believedByWechat(delivery),
                    "we reject what WeChat's library believes");
        }
    }

    private static boolean believedByWechat(Delivery delivery) {
        return Stream.of(RealProviders.API_V3_KEY, OLD_KEY).anyMatch(apiV3Key -> believedByWechat(delivery, RealProviders.PLATFORM_KEY_ID, RealProviders.PLATFORM, apiV3Key)
                || believedByWechat(delivery, CERTIFICATE, BY_CERTIFICATE, apiV3Key));
    }

    /** Its parser takes one key of each kind. */
    private static boolean believedByWechat(Delivery delivery, String serial, KeyPair key, String apiV3Key) {
        var headers = delivery.headers();
        try {
            var config = new RSAPublicKeyNotificationConfig.Builder().publicKey(key.getPublic()).publicKeyId(serial).apiV3Key(apiV3Key).build();
            new NotificationParser(config).parse(new RequestParam.Builder().serialNumber(headers.get("Wechatpay-Serial")).nonce(headers.get("Wechatpay-Nonce"))
                    .timestamp(headers.get("Wechatpay-Timestamp")).signature(headers.get("Wechatpay-Signature"))
                    .signType(headers.getOrDefault("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")).body(new String(delivery.body(), StandardCharsets.UTF_8)).build(), Object.class);
            return true;
        } catch (RuntimeException no) {
            return false;
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        assertTrue(accepted().count() >= 10);
        assertTrue(Stream.concat(rejected(), quarantined()).count() >= 20);
    }
}
