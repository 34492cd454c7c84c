package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.payment.Postman.Delivery;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notifications in the name of Stripe, signed by Stripe's own library: each with the exact verdict and answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StripeVectorsTest {

    private static final String OTHER_SECRET = "whsec_the_one_before";
    private static final Money PRICE = Till.PRICE;

    private final Till till = new Till();
    private final RealProviders providers = new RealProviders(till);
    private final Postman postman = new Postman(till);
    private int events;

    /** @param make made when it is played, so that its order exists and its time is now */
    private record Vector(String name, Verdict verdict, Supplier<Delivery> make) {
        @Override
        public String toString() {
            return verdict + ": " + name;
        }
    }

    @BeforeAll
    void twoSecretsAreActive() {
        till.otherSecrets.put("arn:stripe", RealProviders.stripeSecret(List.of(RealProviders.WHSEC, OTHER_SECRET)));
    }

    @AfterAll
    void close() {
        providers.close();
        till.close();
    }

    // ---- what Stripe says ---------------------------------------------------------------------------------------------------------

    private ObjectNode event(String type, ObjectNode object) {
        var event = Json.object().put("id", "evt_" + ++events).put("object", "event").put("api_version", "2026-07-29.dahlia").put("created", now()).put("livemode", false)
                .put("pending_webhooks", 1).put("type", type);
        event.putObject("data").set("object", object);
        return event;
    }

    private static ObjectNode session(PaymentId id) {
        var session = Json.object().put("id", "cs_test_1").put("object", "checkout.session").put("amount_total", PRICE.minor()).put("currency", "cny").put("client_reference_id", id.toString())
                .put("payment_intent", "pi_" + id.orderId()).put("payment_status", "paid").put("status", "complete");
        session.putObject("metadata").put("payment_id", id.toString());
        return session;
    }

    private static ObjectNode intent(PaymentId id) {
        var intent = Json.object().put("id", "pi_" + id.orderId()).put("object", "payment_intent").put("amount", PRICE.minor()).put("amount_received", PRICE.minor()).put("currency", "cny");
        intent.putObject("metadata").put("payment_id", id.toString());
        return intent;
    }

    private static ObjectNode refund(Refund refund, String status) {
        var object = Json.object().put("id", "re_1").put("object", "refund").put("amount", refund.amount().minor()).put("currency", "cny").put("payment_intent", "pi_1").put("status", status);
        object.putObject("metadata").put("payment_id", refund.paymentId().toString()).put("refund_id", refund.reference());
        return object;
    }

    private static ObjectNode dispute(PaymentId id, String status) {
        return Json.object().put("id", "du_" + id.orderId()).put("object", "dispute").put("amount", PRICE.minor()).put("currency", "cny").put("payment_intent", "pi_" + id.orderId()).put("status", status);
    }

    /** Whose money came in, as Stripe told. */
    private PaymentId paidOrder() {
        var id = order();
        assertEquals(Verdict.ACCEPTED, postman.deliver("stripe", signed(event("checkout.session.completed", session(id)))).verdict());
        return id;
    }

    private ObjectNode paid() {
        return event("checkout.session.completed", session(order()));
    }

    private ObjectNode paid(Consumer<ObjectNode> change) {
        var event = paid();
        change.accept(event);
        return event;
    }

    private ObjectNode paidSession(Consumer<ObjectNode> change) {
        return paid(event -> change.accept((ObjectNode) event.at("/data/object")));
    }

    private PaymentId order() {
        return postman.openOrder("stripe", PRICE);
    }

    private Refund pendingRefund() {
        return postman.pendingRefund("stripe", PRICE, Money.of(3000, "CNY"));
    }

    // ---- how it is signed ---------------------------------------------------------------------------------------------------------

    private long now() {
        return till.clock.instant().getEpochSecond();
    }

    private static String header(String body, String secret, long at) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Delivery signed(Object event) {
        var body = event instanceof String text ? text : Json.write(event);
        return Delivery.of(Map.of("Stripe-Signature", header(body, RealProviders.WHSEC, now())), body);
    }

    private Delivery signedAt(long offset) {
        var body = Json.write(paid());
        return Delivery.of(Map.of("Stripe-Signature", header(body, RealProviders.WHSEC, now() + offset)), body);
    }

    private Delivery signedWith(String... secrets) {
        var body = Json.write(paid());
        var headers = Arrays.stream(secrets).map(secret -> header(body, secret, now()).split(",")[1]).toList();
        return Delivery.of(Map.of("Stripe-Signature", "t=" + now() + "," + String.join(",", headers)), body);
    }

    /** The good header of a good event, changed. */
    private Delivery withHeader(UnaryOperator<String> change) {
        var good = signed(paid());
        return new Delivery(Map.of("Stripe-Signature", change.apply(good.headers().get("Stripe-Signature"))), good.body());
    }

    private Delivery withBody(UnaryOperator<byte[]> change) {
        var good = signed(paid());
        return new Delivery(good.headers(), change.apply(good.body()));
    }

    /** Signed over bytes that no text can hold. */
    private Delivery signedBytes(byte[] body) {
        var latin = new String(body, StandardCharsets.ISO_8859_1);
        return new Delivery(Map.of("Stripe-Signature", "t=" + now() + ",v1=" + hmac(latin)), body);
    }

    private String hmac(String latin) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(RealProviders.WHSEC.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((now() + "." + latin).getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- the vectors --------------------------------------------------------------------------------------------------------------

    private Vector accepted(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.ACCEPTED, make);
    }

    private Vector rejected(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.REJECTED, make);
    }

    private Vector quarantined(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.QUARANTINED, make);
    }

    private Vector ignored(String name, Supplier<Delivery> make) {
        return new Vector(name, Verdict.IGNORED, make);
    }

    Stream<Vector> accepted() {
        return Stream.of(
                accepted("a session completed and paid", () -> signed(paid())),
                accepted("a bank debit that came in days later", () -> signed(event("checkout.session.async_payment_succeeded", session(order())))),
                accepted("a bank debit that did not come in", () -> signed(event("checkout.session.async_payment_failed", session(order())))),
                accepted("a payment that succeeded", () -> signed(event("payment_intent.succeeded", intent(order())))),
                accepted("a card that was declined", () -> signed(event("payment_intent.payment_failed", intent(order())))),
                accepted("a refund that succeeded", () -> signed(event("refund.updated", refund(pendingRefund(), "succeeded")))),
                accepted("a refund that succeeded at once", () -> signed(event("refund.created", refund(pendingRefund(), "succeeded")))),
                accepted("a refund that failed", () -> signed(event("refund.failed", refund(pendingRefund(), "failed")))),
                accepted("a refund that was cancelled", () -> signed(event("charge.refund.updated", refund(pendingRefund(), "canceled")))),
                accepted("a charge with its refunds, as older versions tell it", () -> {
                    var charge = Json.object().put("id", "ch_1").put("object", "charge");
                    charge.putObject("refunds").putArray("data").add(refund(pendingRefund(), "succeeded"));
                    return signed(event("charge.refunded", charge));
                }),
                accepted("a bank that takes the money back", () -> signed(event("charge.dispute.created", dispute(paidOrder(), "needs_response")))),
                accepted("a dispute that was lost before we heard of it", () -> signed(event("charge.dispute.closed", dispute(paidOrder(), "lost")))),
                accepted("signed with the older of two active secrets", () -> signedWith(OTHER_SECRET)),
                accepted("signed with a secret of ours and one that is not yet", () -> signedWith("whsec_the_next_one", RealProviders.WHSEC)),
                accepted("another scheme beside ours", () -> withHeader(good -> good + ",v0=" + "0".repeat(64))),
                accepted("signed 300 s ago", () -> signedAt(-300)),
                accepted("signed 300 s ahead, by a clock that is fast", () -> signedAt(300)),
                accepted("fields that we do not know", () -> signed(paid(event -> event.put("a_new_field", 1).putObject("context").put("x", "y")))),
                accepted("the payment as a whole object", () -> signed(paidSession(session -> session.putObject("payment_intent").put("id", "pi_x").put("object", "payment_intent")))),
                accepted("a session of ours without the client reference", () -> signed(paidSession(session -> session.remove("client_reference_id")))),
                accepted("a session of ours without our metadata", () -> signed(paidSession(session -> session.remove("metadata")))),
                accepted("an event that names our own account", () -> signed(paid(event -> event.put("account", RealProviders.ACCOUNT)))),
                accepted("letters of all kinds and room to breathe", () -> signed("\n " + Json.write(paid(event -> event.put("note", "龙井茶 ☕ \u0000"))).replace(",", " ,\n\t") + "\n")));
    }

    Stream<Vector> ignored() {
        return Stream.of(
                ignored("a session whose money is on its way", () -> signed(paidSession(session -> session.put("payment_status", "unpaid")))),
                ignored("a session that expired", () -> signed(event("checkout.session.expired", session(order())))),
                ignored("a refund that is on its way", () -> signed(event("refund.updated", refund(pendingRefund(), "pending")))),
                ignored("a charge that was refunded, as newer versions tell it", () -> signed(event("charge.refunded", Json.object().put("id", "ch_1")))),
                ignored("a bank that only asks", () -> signed(event("charge.dispute.created", dispute(paidOrder(), "warning_needs_response")))),
                ignored("an event that we did not subscribe to", () -> signed(event("customer.created", Json.object().put("id", "cus_1")))));
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
                rejected("signed with another secret", () -> signedWith("whsec_somebody_elses")),
                rejected("signed with our secret without its prefix", () -> signedWith("local")),
                rejected("signed with our API key", () -> signedWith("sk_test_local")),
                rejected("signed 301 s ago", () -> signedAt(-301)),
                rejected("signed 301 s ahead", () -> signedAt(301)),
                rejected("an old notification sent once more", () -> {
                    var old = signed(paid());
                    till.clock.advance(Duration.ofSeconds(301));
                    return old;
                }),
                rejected("the time moved to now under an old signature", () -> {
                    var body = Json.write(paid());
                    return Delivery.of(Map.of("Stripe-Signature", header(body, RealProviders.WHSEC, now() - 3600).replace("t=" + (now() - 3600), "t=" + now())), body);
                }),
                rejected("the signature of another body", () -> {
                    var other = signed(paid());
                    return new Delivery(other.headers(), signed(paid()).body());
                }),
                rejected("no signature header", () -> new Delivery(Map.of(), signed(paid()).body())),
                rejected("an empty signature header", () -> withHeader(good -> "")),
                rejected("a time that is no number", () -> withHeader(good -> good.replaceFirst("t=[0-9]+", "t=now"))),
                rejected("a time beyond all numbers", () -> withHeader(good -> good.replaceFirst("t=[0-9]+", "t=" + "9".repeat(40)))),
                rejected("no time", () -> withHeader(good -> good.replaceFirst("t=[0-9]+,", ""))),
                rejected("two times", () -> withHeader(good -> "t=1," + good)),
                rejected("no signature of the scheme we take", () -> withHeader(good -> good.replace("v1=", "v0="))),
                rejected("a signature cut short", () -> withHeader(good -> good.substring(0, good.length() - 2))),
                rejected("a signature in capitals", () -> withHeader(good -> good.substring(0, good.indexOf("v1=") + 3) + good.substring(good.indexOf("v1=") + 3).toUpperCase(Locale.ROOT))),
                rejected("a signature in Base64", () -> withHeader(good -> good.substring(0, good.indexOf("v1=") + 3)
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(good.substring(good.indexOf("v1=") + 3))))),
                rejected("parts without values", () -> withHeader(good -> "t,v1")),
                rejected("a header of ten thousand commas", () -> withHeader(good -> ",".repeat(10_000))),
                rejected("the header of another provider", () -> {
                    var good = signed(paid());
                    return new Delivery(Map.of("Simulator-Signature", good.headers().get("Stripe-Signature")), good.body());
                }));
    }

    Stream<Vector> quarantined() {
        return Stream.of(
                quarantined("an event of another account", () -> signed(paid(event -> event.put("account", "acct_other")))),
                quarantined("a live event while we are testing", () -> signed(paid(event -> event.put("livemode", true)))),
                quarantined("an event that does not say its mode", () -> signed(paid(event -> event.remove("livemode")))),
                quarantined("a cent too little", () -> signed(paidSession(session -> session.put("amount_total", PRICE.minor() - 1)))),
                quarantined("a cent too much", () -> signed(paidSession(session -> session.put("amount_total", PRICE.minor() + 1)))),
                quarantined("the amount in another currency", () -> signed(paidSession(session -> session.put("currency", "usd")))),
                quarantined("a currency that is none", () -> signed(paidSession(session -> session.put("currency", "xyz")))),
                quarantined("an amount that is a text", () -> signed(paidSession(session -> session.put("amount_total", "8800")))),
                quarantined("an amount with a fraction", () -> signed(paidSession(session -> session.put("amount_total", 8800.0)))),
                quarantined("an amount that is negative", () -> signed(paidSession(session -> session.put("amount_total", -8800)))),
                quarantined("the mode said twice", () -> signed(Json.write(paid()).replace("\"livemode\":false", "\"livemode\":true,\"livemode\":false"))),
                quarantined("the amount said twice", () -> signed(Json.write(paid()).replace("\"amount_total\":8800", "\"amount_total\":8800,\"amount_total\":8800"))),
                quarantined("bytes that are not UTF-8", () -> signedBytes(Json.write(paid(event -> event.put("note", "café"))).getBytes(StandardCharsets.ISO_8859_1))),
                quarantined("JSON that ends in the middle", () -> signed(Json.write(paid()).substring(0, 200))),
                quarantined("no JSON", () -> signed("paid, honestly")),
                quarantined("a list of events", () -> signed("[" + Json.write(paid()) + "]")),
                quarantined("two events in a row", () -> signed(Json.write(paid()) + Json.write(paid()))),
                quarantined("an event without an id", () -> signed(paid(event -> event.remove("id")))),
                quarantined("an id that could not be a key", () -> signed(paid(event -> event.put("id", "evt_1#INBOX")))),
                quarantined("a payment that was never asked for", () -> signed(event("checkout.session.completed", session(Till.id(till.newOrder(), 1))))),
                quarantined("an attempt that was never made", () -> signed(event("checkout.session.completed", session(new PaymentId(Till.TENANT, order().orderId(), 2))))),
                quarantined("a payment asked for at another provider", () -> signed(event("checkout.session.completed", session(Till.id(till.openOrder(), 1))))),
                quarantined("a payment that is none of ours", () -> signed(paidSession(session -> session.put("client_reference_id", "by-hand").putObject("metadata")))),
                quarantined("a session that says nothing of ours", () -> signed(paidSession(session -> session.without(List.of("metadata", "client_reference_id"))))),
                quarantined("a session whose two references differ", () -> signed(paidSession(session -> session.put("client_reference_id", "another")))),
                quarantined("a session completed without a payment", () -> signed(paidSession(session -> session.put("payment_status", "no_payment_required")))),
                quarantined("a refund of another amount", () -> signed(event("refund.updated", refund(pendingRefund(), "succeeded").put("amount", 2999)))),
                quarantined("a refund that was made by hand", () -> {
                    var byHand = refund(pendingRefund(), "succeeded");
                    byHand.putObject("metadata");
                    return signed(event("refund.updated", byHand));
                }),
                quarantined("a dispute of money that never came in", () -> signed(event("charge.dispute.created", dispute(order(), "needs_response")))),
                quarantined("a dispute of more than was paid", () -> signed(event("charge.dispute.created", dispute(paidOrder(), "needs_response").put("amount", PRICE.minor() + 1)))),
                quarantined("a dispute in a status that there is not", () -> signed(event("charge.dispute.created", dispute(paidOrder(), "perhaps")))),
                quarantined("a refund in a status that there is not", () -> signed(event("refund.updated", refund(pendingRefund(), "perhaps")))));
    }

    @ParameterizedTest
    @MethodSource({"accepted", "ignored", "rejected", "quarantined"})
    void everyNotificationGetsItsVerdictAndItsAnswer(Vector vector) {
        var delivery = vector.make().get();
        var received = postman.deliver("stripe", delivery);
        assertEquals(vector.verdict(), received.verdict());
        if (vector.verdict() == Verdict.REJECTED) {
            assertEquals(401, received.answer().status());
            assertEquals("urn:commerce:problem:unauthenticated", received.answer().body().path("type").asText());
        } else {
            assertEquals(200, received.answer().status());
            assertEquals(Json.read("{\"received\":true}"), received.answer().body());
            assertEquals(Verdict.DUPLICATE, postman.deliver("stripe", delivery).verdict(), "the same delivery again");
        }
        agreesWithStripesLibrary(delivery, vector);
    }

    /** Whatever we believe, Stripe's own library believes too; where it does not, we do not either. It lets the future pass. */
    private void agreesWithStripesLibrary(Delivery delivery, Vector vector) {
        var body = new String(delivery.body(), StandardCharsets.UTF_8);
        if (!Arrays.equals(body.getBytes(StandardCharsets.UTF_8), delivery.body())) {
            return;
        }
        var believed = believedByStripe(body, delivery.headers().getOrDefault("Stripe-Signature", ""));
        if (vector.verdict() != Verdict.REJECTED) {
            assertTrue(believed, "we believe what Stripe's library does not");
        } else {
            assertEquals(List.of("signed 301 s ahead").contains(vector.name()), believed, "we reject what Stripe's library believes");
        }
    }

    private boolean believedByStripe(String body, String header) {
        var clock = Clock.fixed(till.clock.instant(), ZoneOffset.UTC);
        for (var secret : List.of(RealProviders.WHSEC, OTHER_SECRET)) {
            try {
                Webhook.Signature.verifyHeader(body, header, secret, 300, clock);
                return true;
            } catch (SignatureVerificationException | RuntimeException no) {
                // It throws all sorts of things at a malformed header.
            }
        }
        return false;
    }

    @Test
    void thereAreEnoughOfThem() {
        assertTrue(accepted().count() >= 10);
        assertTrue(Stream.concat(rejected(), quarantined()).count() >= 20);
        var names = new ArrayList<String>();
        Stream.of(accepted(), ignored(), rejected(), quarantined()).flatMap(vectors -> vectors).forEach(vector -> names.add(vector.name()));
        assertEquals(names.size(), names.stream().distinct().count());
    }

    @Test
    void whatIsStoredIsWhatCameWithTheHeadersThatProveIt() {
        var delivery = signed("  " + Json.write(paid(event -> event.put("id", "evt_stored"))) + "\n");
        postman.deliver("stripe", delivery);
        var stored = postman.stored("stripe", "evt_stored");
        assertArrayEquals(delivery.body(), stored.get("rawBody").b().asByteArray());
        assertEquals(delivery.headers(), Json.read(stored.get("evidence").s(), Map.class));
    }
}
