package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.domain.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Delivers notifications to the webhook as the gateway does, byte for byte, and sees what becomes of them. */
final class Postman {

    private final Till till;

    Postman(Till till) {
        this.till = till;
    }

    /** What is delivered. */
    record Delivery(Map<String, String> headers, byte[] body) {

        static Delivery of(Map<String, String> headers, String body) {
            return new Delivery(headers, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What came of it: the webhook's answer, and the verdict that stands in the inbox once it was applied. */
    record Received(Verdict verdict, Lambda.Answer answer) {}

    Received deliver(String provider, Delivery delivery) {
        var before = inbox();
        var event = HttpEvents.request("POST /webhooks/{provider}").path("provider", provider);
        delivery.headers().forEach(event::header);
        var answer = answer(event, delivery.body());
        var added = new HashSet<>(inbox());
        added.removeAll(before);
        if (answer.status() / 100 != 2) {
            if (!added.isEmpty()) {
                throw new AssertionError("stored, but answered " + answer.status());
            }
            return new Received(Verdict.REJECTED, answer);
        }
        if (added.isEmpty()) {
            return new Received(Verdict.DUPLICATE, answer);
        }
        till.applyInbox();
        return new Received(Verdict.valueOf(till.table.get(added.iterator().next(), "INBOX").get("verdict").s()), answer);
    }

    private Lambda.Answer answer(HttpEvents request, byte[] body) {
        var encoded = request.body(Base64.getEncoder().encodeToString(body)).event().put("isBase64Encoded", true);
        var answer = Lambda.invoke(till.paymentWebhook, encoded, till.environment);
        return new Lambda.Answer(answer.path("statusCode").asInt(), answer.path("headers"), body(answer.path("body").asText()));
    }

    /** Some providers are answered in plain words. */
    private static JsonNode body(String text) {
        return text.startsWith("{") ? Json.read(text) : Json.tree(text);
    }

    private Set<String> inbox() {
        return till.table.all().stream().filter(item -> item.get("sk").s().equals("INBOX")).map(item -> item.get("pk").s()).collect(Collectors.toSet());
    }

    // ---- what a notification can be about -----------------------------------------------------------------------------------------

    /** An order that waits for its money at that provider. */
    PaymentId openOrder(String provider, Money amount) {
        var orderId = till.newOrder();
        Lambda.invoke(till.requestPayment, Map.of("tenant", Till.TENANT, "orderId", orderId, "taskToken", "token-of-" + orderId, "customer", Till.CUSTOMER, "provider", provider,
                "amount", amount, "expiresAt", till.clock.instant().plus(Till.WINDOW).getEpochSecond()), till.environment);
        return Till.id(orderId, 1);
    }

    /** A refund of a paid order that nobody has told the end of. */
    Refund pendingRefund(String provider, Money paid, Money back) {
        var id = openOrder(provider, paid);
        till.table.during(() -> till.rows.captureIfOpen(id, provider, Optional.of("transaction-1"), paid, PaymentEvents.captured(id, provider, paid, till.clock.instant())));
        var body = "{\"refundId\":\"r\",\"amount\":{\"amount\":" + back.minor() + ",\"currency\":\"" + back.currency() + "\"}}";
        till.refund(id.orderId(), "key-" + id.orderId(), body);
        var refund = till.refund(id.orderId(), "r");
        Settings.during(till.environment, () -> {
            new ReferencesTable(till.aws.dynamoDb()).rememberRefund(refund, till.providers.require(provider).nameThere(refund));
            return null;
        });
        return refund;
    }

    Map<String, AttributeValue> stored(String provider, String eventId) {
        return till.table.get("_platform#" + provider + "#" + eventId, "INBOX");
    }
}
