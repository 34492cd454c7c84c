package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.adyen.notification.WebhookHandler;
import com.adyen.util.HMACValidator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.payment.Postman.Delivery;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
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

/** Notifications in the name of Adyen, signed by its own library: each with the exact verdict and answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdyenVectorsTest {

    private static final String KEY = RealProviders.HMAC_KEY;
    private static final String OLD_KEY = "FFEEDDCCBBAA99887766554433221100FFEEDDCCBBAA99887766554433221100";
    private static final String STRANGER = "0".repeat(64);
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
    void twoKeysAreActive() {
        till.otherSecrets.put("arn:adyen", RealProviders.adyenSecret(List.of(KEY, OLD_KEY)));
    }

    @AfterAll
    void close() {
        providers.close();
        till.close();
    }

    // ---- what Adyen says ----------------------------------------------------------------------------------------------------------

    private ObjectNode item(String eventCode, boolean success, String merchantReference, Money amount) {
        var item = Json.object().put("eventCode", eventCode).put("eventDate", "2026-11-21T10:00:00+01:00").put("merchantAccountCode", RealProviders.MERCHANT_ACCOUNT)
                .put("merchantReference", merchantReference).put("paymentMethod", "visa").put("pspReference", "PSP" + ++events).put("reason", "033899:1111:03/2030")
                .put("success", Boolean.toString(success));
        item.putObject("amount").put("value", amount.minor()).put("currency", amount.currency().getCurrencyCode());
        return item;
    }

    private ObjectNode paid(PaymentId id) {
        return item("AUTHORISATION", true, id.toString(), PRICE);
    }

    private ObjectNode paid(Consumer<ObjectNode> change) {
        var item = paid(postman.openOrder("adyen", PRICE));
        change.accept(item);
        return item;
    }

    private ObjectNode paid() {
        return paid(item -> { });
    }

    private ObjectNode amount(Consumer<ObjectNode> change) {
        return paid(item -> change.accept((ObjectNode) item.path("amount")));
    }

    private ObjectNode refund(String eventCode, boolean success, Consumer<ObjectNode> change) {
        Refund refund = postman.pendingRefund("adyen", PRICE, Money.of(3000, "CNY"));
        var name = Settings.during(till.environment, () -> till.providers.require("adyen").nameThere(refund));
        var item = item(eventCode, success, name, refund.amount()).put("originalReference", "transaction-1");
        change.accept(item);
        return item;
    }

    /** Of a payment that came in through the webhook, so that it is known whose the transaction is. */
    private ObjectNode dispute(String eventCode, Consumer<ObjectNode> change) {
        var paid = paid();
        postman.deliver("adyen", signed(paid));
        var item = item(eventCode, true, paid.path("merchantReference").asText(), PRICE).put("originalReference", paid.path("pspReference").asText());
        change.accept(item);
        return item;
    }

    // ---- how it is signed ---------------------------------------------------------------------------------------------------------

    private static ObjectNode body(ObjectNode... items) {
        var body = Json.object().put("live", "false");
        var all = body.putArray("notificationItems");
        Stream.of(items).forEach(item -> all.addObject().set("NotificationRequestItem", item));
        return body;
    }

    private static ObjectNode sign(ObjectNode item, String key) {
        try {
            var read = new WebhookHandler().handleNotificationJson(Json.write(body(item))).getNotificationItems().getFirst();
            item.withObject("/additionalData").put("hmacSignature", new HMACValidator().calculateHMAC(read, key));
            return item;
        } catch (IOException | SignatureException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Delivery delivery(String body) {
        return Delivery.of(Map.of("Content-Type", "application/json"), body);
    }

    private static Delivery signed(ObjectNode item) {
        return delivery(Json.write(body(sign(item, KEY))));
    }

    /** Signed, and then changed on its way. */
    private Delivery changed(Consumer<ObjectNode> change) {
        var item = sign(paid(), KEY);
        change.accept(item);
        return delivery(Json.write(body(item)));
    }

    private Delivery changedText(UnaryOperator<String> change) {
        return delivery(change.apply(Json.write(body(sign(paid(), KEY)))));
    }

    private Delivery signature(UnaryOperator<String> change) {
        return changed(item -> {
            var data = (ObjectNode) item.path("additionalData");
            data.put("hmacSignature", change.apply(data.path("hmacSignature").asText()));
        });
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
                accepted("a payment that was authorised", () -> signed(paid())),
                accepted("a payment that the bank refused", () -> signed(paid(item -> item.put("success", "false").put("reason", "Refused")))),
                accepted("success as a boolean", () -> signed(paid(item -> item.put("success", true)))),
                accepted("live as a boolean", () -> delivery(Json.write(body(sign(paid(), KEY)).put("live", false)))),
                accepted("signed with the key that is being replaced", () -> delivery(Json.write(body(sign(paid(), OLD_KEY))))),
                accepted("an original reference of null", () -> signed(paid(item -> item.putNull("originalReference")))),
                accepted("fields that we do not know", () -> signed(paid(item -> item.put("newField", "龙井茶").putArray("operations").add("REFUND")))),
                accepted("room to breathe", () -> changedText(text -> "\n" + text.replace(",\"", " ,\t\"") + " \n")),
                accepted("a refund that worked", () -> signed(refund("REFUND", true, item -> { }))),
                accepted("a refund that did not", () -> signed(refund("REFUND", false, item -> { }))),
                accepted("a refund that the bank sent back", () -> signed(refund("REFUND_FAILED", true, item -> { }))),
                accepted("a refund that came back", () -> signed(refund("REFUNDED_REVERSED", true, item -> { }))),
                accepted("a chargeback", () -> signed(dispute("CHARGEBACK", item -> { }))),
                accepted("a chargeback that was won", () -> signed(dispute("CHARGEBACK_REVERSED", item -> { }))),
                accepted("a chargeback that was lost", () -> signed(dispute("DISPUTE_DEFENSE_PERIOD_ENDED", item -> item.putObject("additionalData").put("disputeStatus", "Lost")))));
    }

    Stream<Vector> ignored() {
        return Stream.of(
                ignored("a capture", () -> signed(paid(item -> item.put("eventCode", "CAPTURE").put("originalReference", "PSP0")))),
                ignored("a cancellation that did not happen", () -> signed(paid(item -> item.put("eventCode", "CANCELLATION").put("success", "false")))),
                ignored("the announcement of a chargeback", () -> signed(paid(item -> item.put("eventCode", "NOTIFICATION_OF_CHARGEBACK")))),
                ignored("a report that is ready", () -> signed(paid(item -> item.put("eventCode", "REPORT_AVAILABLE").put("pspReference", "payments_accounting_report_2026_11_20_" + ++events + ".csv").put("merchantReference", "")))));
    }

    Stream<Vector> rejected() {
        return Stream.of(
                rejected("another amount than was signed", () -> changed(item -> ((ObjectNode) item.path("amount")).put("value", 1))),
                rejected("another currency than was signed", () -> changed(item -> ((ObjectNode) item.path("amount")).put("currency", "USD"))),
                rejected("another reference than was signed", () -> changed(item -> item.put("merchantReference", "another"))),
                rejected("another payment than was signed", () -> changed(item -> item.put("pspReference", "PSP0"))),
                rejected("another original than was signed", () -> changed(item -> item.put("originalReference", "PSP0"))),
                rejected("another account than was signed", () -> changed(item -> item.put("merchantAccountCode", "Another"))),
                rejected("another event than was signed", () -> changed(item -> item.put("eventCode", "REFUND"))),
                rejected("success made of failure", () -> {
                    var item = sign(paid(change -> change.put("success", "false")), KEY);
                    return delivery(Json.write(body(item.put("success", "true"))));
                }),
                rejected("signed with a stranger's key", () -> delivery(Json.write(body(sign(paid(), STRANGER))))),
                rejected("no signature", () -> delivery(Json.write(body(paid())))),
                rejected("an empty signature", () -> signature(value -> "")),
                rejected("a signature that is no Base64", () -> signature(value -> "%" + value.substring(1))),
                rejected("a signature cut short", () -> signature(value -> value.substring(0, 40))),
                rejected("a signature in hexadecimal digits", () -> signature(value -> "ab".repeat(32))),
                rejected("two items, the second without a signature", () -> delivery(Json.write(body(sign(paid(), KEY), paid())))),
                rejected("two items, the first signed with a stranger's key", () -> delivery(Json.write(body(sign(paid(), STRANGER), sign(paid(), KEY))))),
                rejected("two items with one signature", () -> {
                    var first = sign(paid(), KEY);
                    var second = paid();
                    second.set("additionalData", first.path("additionalData"));
                    return delivery(Json.write(body(first, second)));
                }),
                rejected("no items", () -> delivery(Json.write(body()))),
                rejected("items that are no objects", () -> delivery("{\"live\":\"false\",\"notificationItems\":[1]}")),
                rejected("items that are no list", () -> delivery("{\"live\":\"false\",\"notificationItems\":{}}")),
                rejected("the body cut short", () -> changedText(text -> text.substring(0, text.length() - 1))),
                rejected("no body", () -> delivery("")),
                rejected("no JSON", () -> delivery("eventCode=AUTHORISATION&success=true")),
                rejected("a field said twice", () -> changedText(text -> text.replace("\"success\":\"true\"", "\"success\":\"false\",\"success\":\"true\""))),
                rejected("the body in another encoding", () -> {
                    var good = changedText(text -> text);
                    return new Delivery(good.headers(), new String(good.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
                }));
    }

    Stream<Vector> quarantined() {
        return Stream.of(
                quarantined("a payment to another merchant account", () -> signed(paid(item -> item.put("merchantAccountCode", "AnotherAccount")))),
                quarantined("a live event", () -> delivery(Json.write(body(sign(paid(), KEY)).put("live", "true")))),
                quarantined("an event that does not say whether it is live", () -> delivery(Json.write(body(sign(paid(), KEY)).without("live")))),
                quarantined("a fen too little", () -> signed(amount(amount -> amount.put("value", PRICE.minor() - 1)))),
                quarantined("a fen too much", () -> signed(amount(amount -> amount.put("value", PRICE.minor() + 1)))),
                quarantined("another currency", () -> signed(amount(amount -> amount.put("currency", "USD")))),
                quarantined("a currency that is none", () -> signed(amount(amount -> amount.put("currency", "ABC")))),
                quarantined("a currency with other decimals", () -> signed(amount(amount -> amount.put("currency", "KWD")))),
                quarantined("no reference", () -> signed(paid(item -> item.remove("merchantReference")))),
                quarantined("a payment that is none of ours", () -> signed(paid(item -> item.put("merchantReference", "by-hand")))),
                quarantined("a payment that was never asked for", () -> signed(paid(Till.id(till.newOrder(), 1)))),
                quarantined("a payment asked for at another provider", () -> signed(paid(postman.openOrder("stripe", PRICE)))),
                quarantined("an id that cannot be a key", () -> signed(paid(item -> item.put("pspReference", "a#b")))),
                quarantined("a capture that failed", () -> signed(paid(item -> item.put("eventCode", "CAPTURE_FAILED")))),
                quarantined("a payment that was cancelled by hand", () -> signed(paid(item -> item.put("eventCode", "CANCELLATION")))),
                quarantined("a refund that was made by hand", () -> signed(refund("REFUND", true, item -> item.put("merchantReference", "by-hand")))),
                quarantined("a refund of another amount", () -> signed(refund("REFUND", true, item -> ((ObjectNode) item.path("amount")).put("value", 2999)))),
                quarantined("a refund of no payment", () -> signed(refund("REFUND", true, item -> item.remove("originalReference")))),
                quarantined("a chargeback of a payment that is none of ours", () -> signed(paid(item -> item.put("eventCode", "CHARGEBACK").put("originalReference", "PSP0")))));
    }

    @ParameterizedTest
    @MethodSource({"accepted", "ignored", "rejected", "quarantined"})
    void everyNotificationGetsItsVerdictAndItsAnswer(Vector vector) {
        var delivery = vector.make().get();
        var received = postman.deliver("adyen", delivery);
        assertEquals(vector.verdict(), received.verdict());
        if (vector.verdict() == Verdict.REJECTED) {
            assertEquals(401, received.answer().status());
        } else {
            assertEquals(202, received.answer().status());
            assertEquals("[accepted]", received.answer().body().asText());
            assertEquals(Verdict.DUPLICATE, postman.deliver("adyen", delivery).verdict(), "the same delivery again");
        }
        assertEquals(vector.verdict() != Verdict.REJECTED || LENIENT.contains(vector.name()), believedByAdyen(delivery), "Adyen's library and we agree");
    }

    /** Adyen's library takes the last of two values. */
    private static final List<String> LENIENT = List.of("a field said twice");

    @Test
    void aBodyWithSeveralItemsIsAnEventForEach() {
        var first = sign(paid(), KEY);
        var second = sign(paid(), OLD_KEY);
        postman.deliver("adyen", delivery(Json.write(body(first, second))));
        for (var item : List.of(first, second)) {
            assertEquals("ACCEPTED", postman.stored("adyen", item.path("pspReference").asText() + ".AUTHORISATION.true").get("verdict").s());
        }
    }

    private static boolean believedByAdyen(Delivery delivery) {
        try {
            var items = new WebhookHandler().handleNotificationJson(new String(delivery.body(), StandardCharsets.UTF_8)).getNotificationItems();
            return !items.isEmpty() && items.stream().allMatch(item -> Stream.of(KEY, OLD_KEY).anyMatch(key -> {
                try {
                    return new HMACValidator().validateHMAC(item, key);
                } catch (SignatureException | IllegalArgumentException no) {
                    return false;
                }
            }));
        } catch (IOException | RuntimeException no) {
            return false;
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        assertTrue(accepted().count() >= 10);
        assertTrue(Stream.concat(rejected(), quarantined()).count() >= 20);
    }
}
