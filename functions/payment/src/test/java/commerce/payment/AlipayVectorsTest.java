package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.Postman.Delivery;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Verdict;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications in the name of Alipay, signed by its own library: each with the exact verdict and answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlipayVectorsTest {

    private static final Money PRICE = Till.PRICE;
    private static final KeyPair OLD = RealProviders.MERCHANT;

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
    void twoKeysAreActive() {
        till.otherSecrets.put("arn:alipay", RealProviders.alipaySecret(List.of(RealProviders.PLATFORM, OLD)));
    }

    @AfterAll
    void close() {
        providers.close();
        till.close();
    }

    // ---- what Alipay says ---------------------------------------------------------------------------------------------------------

    private TreeMap<String, String> paid(PaymentId id) {
        return new TreeMap<>(Map.ofEntries(Map.entry("notify_type", "trade_status_sync"), Map.entry("notify_id", "20261121012220000000000" + ++events),
                Map.entry("notify_time", "2026-11-21 10:00:00"), Map.entry("app_id", RealProviders.ALIPAY_APP), Map.entry("seller_id", RealProviders.ALIPAY_SELLER),
                Map.entry("charset", "utf-8"), Map.entry("version", "1.0"), Map.entry("trade_no", "2026112122001" + id.orderId()), Map.entry("out_trade_no", id.toString()),
                Map.entry("trade_status", "TRADE_SUCCESS"), Map.entry("total_amount", "88.00"), Map.entry("subject", "订单 龙井茶 + 100%"), Map.entry("buyer_id", "2088")));
    }

    private TreeMap<String, String> paid(Consumer<Map<String, String>> change) {
        var fields = paid(postman.openOrder("alipay", PRICE));
        change.accept(fields);
        return fields;
    }

    private TreeMap<String, String> paid() {
        return paid(fields -> { });
    }

    private TreeMap<String, String> refunded(Consumer<Map<String, String>> change) {
        Refund refund = postman.pendingRefund("alipay", PRICE, Money.of(3000, "CNY"));
        var fields = paid(refund.paymentId());
        fields.put("out_biz_no", Settings.during(till.environment, () -> till.providers.require("alipay").nameThere(refund)));
        fields.put("refund_fee", "30.00");
        fields.put("gmt_refund", "2026-11-21 10:00:00.000");
        change.accept(fields);
        return fields;
    }

    // ---- how it is signed ---------------------------------------------------------------------------------------------------------

    private static String base64(java.security.Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static String signature(Map<String, String> fields, KeyPair key) {
        try {
            return AlipaySignature.sign(AlipaySignature.getSignCheckContentV1(new HashMap<>(fields)), base64(key.getPrivate()), "utf-8", "RSA2");
        } catch (AlipayApiException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields, Charset charset) {
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), charset)).collect(Collectors.joining("&"));
    }

    private static String signedForm(Map<String, String> fields, KeyPair key) {
        var sent = new TreeMap<>(fields);
        sent.put("sign", signature(fields, key));
        sent.put("sign_type", "RSA2");
        return form(sent, StandardCharsets.UTF_8);
    }

    private static Delivery delivery(String body) {
        return Delivery.of(Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), body);
    }

    private static Delivery signed(Map<String, String> fields, KeyPair key) {
        return delivery(signedForm(fields, key));
    }

    private static Delivery signed(Map<String, String> fields) {
        return signed(fields, RealProviders.PLATFORM);
    }

    /** Signed, and then changed on its way. */
    private Delivery changed(UnaryOperator<String> change) {
        return delivery(change.apply(signedForm(paid(), RealProviders.PLATFORM)));
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
                accepted("an order that was paid and can no longer be refunded", () -> signed(paid(fields -> fields.put("trade_status", "TRADE_FINISHED")))),
                accepted("an amount without a fraction", () -> signed(paid(fields -> fields.put("total_amount", "88")))),
                accepted("an amount with one decimal", () -> signed(paid(fields -> fields.put("total_amount", "88.0")))),
                accepted("signed with the key that is being replaced", () -> signed(paid(), OLD)),
                accepted("a buyer who paid a part with Alipay's own coupon", () -> signed(paid(fields -> fields.put("buyer_pay_amount", "80.00")))),
                accepted("fields that we do not know, one of them empty", () -> signed(paid(fields -> fields.putAll(Map.of("new_field", "=&+%", "voucher_detail_list", ""))))),
                accepted("no encoding named", () -> signed(paid(fields -> fields.remove("charset")))),
                accepted("the encoding in capitals", () -> signed(paid(fields -> fields.put("charset", "UTF-8")))),
                accepted("our payment id passed back", () -> signed(paid(fields -> fields.put("passback_params", URLEncoder.encode(fields.get("out_trade_no"), StandardCharsets.UTF_8))))),
                accepted("the fields in another order", () -> changed(body -> Arrays.stream(body.split("&")).sorted((a, b) -> b.compareTo(a)).collect(Collectors.joining("&")))),
                accepted("spaces as %20 and small hexadecimal digits", () -> changed(body -> body.replace("+", "%20").replace("%2F", "%2f").replace("%3A", "%3a"))),
                accepted("a refund of a part", () -> signed(refunded(fields -> { }))),
                accepted("a refund that is not the trade's first", () -> signed(refunded(fields -> fields.put("refund_fee", "60.00")))),
                accepted("the refund that closes the trade", () -> signed(refunded(fields -> fields.putAll(Map.of("refund_fee", "88.00", "trade_status", "TRADE_CLOSED"))))));
    }

    Stream<Vector> ignored() {
        return Stream.of(
                ignored("a trade that nobody paid in time", () -> signed(paid(fields -> fields.put("trade_status", "TRADE_CLOSED")))),
                ignored("a buyer who has scanned the code", () -> signed(paid(fields -> fields.put("trade_status", "WAIT_BUYER_PAY")))),
                ignored("a kind of notification that we make no use of", () -> signed(paid(fields -> fields.put("notify_type", "dut_user_sign")))));
    }

    Stream<Vector> rejected() {
        return Stream.of(
                rejected("one byte altered", () -> changed(body -> body.replace("total_amount=88.00", "total_amount=88.01"))),
                rejected("the body cut short", () -> changed(body -> body.substring(0, body.length() - 30))),
                rejected("a field added", () -> changed(body -> body + "&extra=1")),
                rejected("a field taken away", () -> changed(body -> body.replace("&version=1.0", ""))),
                rejected("a field said twice, alike", () -> changed(body -> body + "&total_amount=88.00")),
                rejected("a field said twice, with two values", () -> changed(body -> body + "&total_amount=0.01")),
                rejected("a field said twice under another spelling", () -> changed(body -> body + "&total%5famount=0.01")),
                rejected("two signatures", () -> changed(body -> body + "&sign=" + "A".repeat(344))),
                rejected("signed with a stranger's key", () -> signed(paid(), RealProviders.STRANGER)),
                rejected("the signature of another notification", () -> {
                    var fields = paid();
                    fields.put("sign", signature(paid(), RealProviders.PLATFORM));
                    fields.put("sign_type", "RSA2");
                    return delivery(form(fields, StandardCharsets.UTF_8));
                }),
                rejected("no signature", () -> delivery(form(paid(fields -> fields.put("sign_type", "RSA2")), StandardCharsets.UTF_8))),
                rejected("an empty signature", () -> delivery(form(paid(fields -> fields.putAll(Map.of("sign_type", "RSA2", "sign", ""))), StandardCharsets.UTF_8))),
                rejected("a signature that is no Base64", () -> changed(body -> body.replace("sign=", "sign=%25"))),
                rejected("a signature cut short", () -> delivery(form(paid(fields -> fields.putAll(Map.of("sign_type", "RSA2", "sign", "AAAA"))), StandardCharsets.UTF_8))),
                rejected("another algorithm", () -> changed(body -> body.replace("sign_type=RSA2", "sign_type=RSA"))),
                rejected("no algorithm", () -> changed(body -> body.replace("&sign_type=RSA2", ""))),
                rejected("no body", () -> delivery("")),
                rejected("JSON instead of a form", () -> delivery("{\"notify_id\":\"1\"}")),
                rejected("the body in another encoding than was signed", () -> {
                    var fields = paid();
                    fields.put("sign", signature(fields, RealProviders.PLATFORM));
                    fields.put("sign_type", "RSA2");
                    return delivery(form(fields, Charset.forName("GBK")));
                }),
                rejected("bytes that are no UTF-8", () -> changed(body -> body.replace("version=1.0", "version=%ff"))),
                rejected("a percent sign with nothing behind it", () -> changed(body -> body + "&x=%")),
                rejected("a percent sign with no digits behind it", () -> changed(body -> body.replace("version=1.0", "version=1.0%zz"))),
                rejected("signed over the text as it is encoded", () -> {
                    var fields = paid();
                    var encoded = new TreeMap<String, String>();
                    fields.forEach((name, value) -> encoded.put(name, URLEncoder.encode(value, StandardCharsets.UTF_8)));
                    fields.put("sign", signature(encoded, RealProviders.PLATFORM));
                    fields.put("sign_type", "RSA2");
                    return delivery(form(fields, StandardCharsets.UTF_8));
                }));
    }

    Stream<Vector> quarantined() {
        return Stream.of(
                quarantined("a trade of another application", () -> signed(paid(fields -> fields.put("app_id", "2021000000000002")))),
                quarantined("money to another seller", () -> signed(paid(fields -> fields.put("seller_id", "2088000000000002")))),
                quarantined("no seller", () -> signed(paid(fields -> fields.remove("seller_id")))),
                quarantined("a fen too little", () -> signed(paid(fields -> fields.put("total_amount", "87.99")))),
                quarantined("a fen too much", () -> signed(paid(fields -> fields.put("total_amount", "88.01")))),
                quarantined("fen for yuan", () -> signed(paid(fields -> fields.put("total_amount", "8800")))),
                quarantined("an amount with three decimals", () -> signed(paid(fields -> fields.put("total_amount", "88.000")))),
                quarantined("an amount in the tongue of engineers", () -> signed(paid(fields -> fields.put("total_amount", "8.8e1")))),
                quarantined("a negative amount", () -> signed(paid(fields -> fields.put("total_amount", "-88.00")))),
                quarantined("no amount", () -> signed(paid(fields -> fields.remove("total_amount")))),
                quarantined("no trade number", () -> signed(paid(fields -> fields.remove("trade_no")))),
                quarantined("no order number", () -> signed(paid(fields -> fields.remove("out_trade_no")))),
                quarantined("a trade that is none of ours", () -> signed(paid(fields -> fields.put("out_trade_no", "by_hand_1")))),
                quarantined("another payment passed back than the order number's", () -> signed(paid(fields -> fields.put("passback_params", Till.id(till.newOrder(), 1).toString())))),
                quarantined("a payment that was never asked for", () -> signed(paid(fields -> fields.put("out_trade_no", Till.id(till.newOrder(), 1).toString())))),
                quarantined("a payment asked for at another provider", () -> signed(paid(postman.openOrder("stripe", PRICE)))),
                quarantined("another encoding than ours", () -> signed(paid(fields -> fields.putAll(Map.of("charset", "GBK", "subject", "tea"))))),
                quarantined("a state that the protocol does not have", () -> signed(paid(fields -> fields.put("trade_status", "TRADE_PENDING")))),
                quarantined("no id", () -> signed(paid(fields -> fields.remove("notify_id")))),
                quarantined("an id that cannot be a key", () -> signed(paid(fields -> fields.put("notify_id", "a#b")))),
                quarantined("a refund that was made by hand", () -> signed(refunded(fields -> fields.put("out_biz_no", "by-hand")))),
                quarantined("a refund without its name", () -> signed(refunded(fields -> fields.remove("out_biz_no")))),
                quarantined("a refund whose name has another amount", () -> signed(refunded(fields -> fields.compute("out_biz_no", (name, value) -> value.replace("_3000", "_2999"))))),
                quarantined("a refund of less than was asked for", () -> signed(refunded(fields -> fields.put("refund_fee", "29.99")))),
                quarantined("a refund of more than was paid", () -> signed(refunded(fields -> fields.put("refund_fee", "88.01")))),
                quarantined("a refund of a trade that nobody has paid", () -> signed(refunded(fields -> fields.put("trade_status", "WAIT_BUYER_PAY")))));
    }

    @ParameterizedTest
    @MethodSource({"accepted", "ignored", "rejected", "quarantined"})
    void everyNotificationGetsItsVerdictAndItsAnswer(Vector vector) {
        var delivery = vector.make().get();
        var received = postman.deliver("alipay", delivery);
        assertEquals(vector.verdict(), received.verdict());
        if (vector.verdict() == Verdict.REJECTED) {
            assertEquals(401, received.answer().status());
            assertEquals("failure", received.answer().body().asText());
        } else {
            assertEquals(200, received.answer().status());
            assertEquals("success", received.answer().body().asText(), "seven bytes and nothing else");
            assertEquals(Verdict.DUPLICATE, postman.deliver("alipay", delivery).verdict(), "the same delivery again");
        }
        agreesWithAlipaysLibrary(delivery, vector);
    }

    @Test
    void aNotificationSentAnewAndSignedAnewIsTheSame() {
        var fields = paid();
        assertEquals(Verdict.ACCEPTED, postman.deliver("alipay", signed(fields)).verdict());
        fields.put("notify_time", "2026-11-21 10:04:00");
        assertEquals(Verdict.DUPLICATE, postman.deliver("alipay", signed(fields)).verdict());
    }

    /** What we believe, Alipay's own library believes too. It takes whatever a servlet makes of a body, so it sees no field said twice; it skips what is no Base64, and is told the algorithm. */
    private void agreesWithAlipaysLibrary(Delivery delivery, Vector vector) {
        var lenient = List.of("a field said twice, alike", "a signature that is no Base64", "another algorithm", "no algorithm");
        if (vector.verdict() != Verdict.REJECTED) {
            assertTrue(believedByAlipay(delivery), "we believe what Alipay's library does not");
        } else {
            assertEquals(lenient.contains(vector.name()), believedByAlipay(delivery), "we reject what Alipay's library believes");
        }
    }

    private static boolean believedByAlipay(Delivery delivery) {
        return Stream.of(RealProviders.PLATFORM, OLD).anyMatch(key -> {
            try {
                var fields = new HashMap<String, String>();
                for (var pair : new String(delivery.body(), StandardCharsets.UTF_8).split("&")) {
                    var parts = pair.split("=", 2);
                    fields.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
                }
                return AlipaySignature.rsaCheckV1(fields, base64(key.getPublic()), "utf-8", "RSA2");
            } catch (AlipayApiException | RuntimeException no) {
                return false;
            }
        });
    }

    @Test
    void thereAreEnoughOfThem() {
        assertTrue(accepted().count() >= 10);
        assertTrue(Stream.concat(rejected(), quarantined()).count() >= 20);
    }
}
