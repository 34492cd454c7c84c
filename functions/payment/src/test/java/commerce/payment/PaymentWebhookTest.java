package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Signature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaymentWebhookTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private static String body(String eventId) {
        return """
                {"id":"%s","type":"payment.succeeded","created":1795226400,"data":{"paymentId":"shop_01K9Z8Q4J0W3N5R7T9V1X3Z5B7_1","providerReference":"sim_1","amount":{"amount":8800,"currency":"CNY"}}}"""
                .formatted(eventId);
    }

    private Map<String, String> signed(String secret, String body) {
        return Map.of(Signature.HEADER, Signature.of(secret, till.clock.instant(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private Lambda.Answer receive(String body) {
        return till.webhook("simulator", signed(Till.SECRET, body), body);
    }

    @Test
    void aSignedNotificationIsStoredWithItsRawBytesBeforeItIsAcknowledged() {
        var body = "  " + body("evt_1") + "\n";
        assertEquals(200, receive(body).status());
        var item = till.table.get("_platform#simulator#evt_1", "INBOX");
        assertArrayEquals(body.getBytes(StandardCharsets.UTF_8), item.get("rawBody").b().asByteArray());
        assertEquals("_platform#INBOX", item.get("inboxShard").s());
        assertTrue(item.get("evidence").s().contains("v1="));
    }

    @Test
    void aDuplicateIsAcknowledgedAndStoredOnce() {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, receive(body("evt_1")).status());
        }
        assertEquals(1, till.table.all().size());
    }

    @Test
    void whatProvesNoSenderIsUnauthenticatedAndStoredNowhere() {
        var body = body("evt_1");
        var good = signed(Till.SECRET, body).get(Signature.HEADER);
        var stale = Signature.of(Till.SECRET, till.clock.instant().minusSeconds(301), body.getBytes(StandardCharsets.UTF_8));
        var future = Signature.of(Till.SECRET, till.clock.instant().plusSeconds(301), body.getBytes(StandardCharsets.UTF_8));
        for (var headers : List.of(Map.<String, String>of(), signed("another secret", body), Map.of(Signature.HEADER, "nonsense"), Map.of(Signature.HEADER, ""),
                Map.of(Signature.HEADER, "t=1795226400,v1="), Map.of(Signature.HEADER, stale), Map.of(Signature.HEADER, future), Map.of("Other-Signature", good))) {
            var answer = till.webhook("simulator", headers, body);
            assertEquals(401, answer.status(), headers::toString);
            assertEquals("urn:commerce:problem:unauthenticated", answer.body().path("type").asText());
        }
        assertEquals(401, till.webhook("simulator", Map.of(Signature.HEADER, good), body + " ").status(), "an altered body");
        assertEquals(401, till.webhook("simulator", Map.of(Signature.HEADER, good), "").status(), "no body");
        assertEquals(List.of(), till.table.all());
    }

    @Test
    void anUnknownProviderAndOneThatIsOffAreNotFound() {
        var body = body("evt_1");
        assertEquals(404, till.webhook("stripe", signed(Till.SECRET, body), body).status());
        assertEquals(404, till.webhook("sim#ulator", signed(Till.SECRET, body), body).status());
        till.environment.put("SIMULATOR_BASE_URL", "");
        assertEquals(404, till.webhook("simulator", signed(Till.SECRET, body), body).status());
        assertEquals(List.of(), till.table.all());
    }

    @Test
    void theBytesCountThatTheGatewayEncoded() {
        var body = body("evt_1");
        var event = HttpEvents.request("POST /webhooks/{provider}").path("provider", "simulator").header(Signature.HEADER, signed(Till.SECRET, body).get(Signature.HEADER))
                .body(Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))).event().put("isBase64Encoded", true);
        assertEquals(200, Lambda.invoke(till.paymentWebhook, event, till.environment).path("statusCode").asInt());
        assertEquals(1, till.table.all().size());
    }

    @Test
    void aSecretThatWasRotatedMeanwhileIsLookedUp() {
        assertEquals(200, receive(body("evt_1")).status());
        till.secrets.putAll(Map.of("AWSCURRENT", "the next secret", "AWSPREVIOUS", Till.SECRET));
        var body = body("evt_2");
        assertEquals(401, till.webhook("simulator", signed("the next secret", body), body).status(), "just looked: a forger cannot make us look at every request");
        till.clock.advance(Duration.ofSeconds(11));
        assertEquals(200, till.webhook("simulator", signed("the next secret", body), body).status());
        assertEquals(200, receive(body("evt_3")).status(), "the previous one still counts");
    }

    @Test
    void aStoreThatFailsIsNoAcknowledgement() {
        till.aws.interleaving().runBefore("PutItem", () -> {
            throw new IllegalStateException("the table does not answer");
        });
        org.junit.jupiter.api.Assertions.assertThrows(RuntimeException.class, () -> receive(body("evt_1")));
        assertTrue(till.aws.interleaving().allRan());
    }

    @Test
    void aTypeWeDoNotUseIsKeptAndNeverWaits() {
        assertEquals(200, receive("{\"id\":\"evt_1\",\"type\":\"payment.pending\"}").status());
        var item = till.table.get("_platform#simulator#evt_1", "INBOX");
        assertEquals("IGNORED", item.get("verdict").s());
        assertEquals(false, item.containsKey("inboxShard"));
    }

    @Test
    void whatIsSignedButNotTheProtocolIsQuarantined() {
        var bodies = List.of("not json", "[]", "null", "{}", "{\"id\":7,\"type\":\"payment.succeeded\"}", "{\"id\":\"a#b\",\"type\":\"payment.succeeded\"}",
                "{\"id\":\"e1\",\"type\":\"payment.succeeded\"}", "{\"id\":\"e2\",\"type\":\"payment.succeeded\",\"data\":[]}",
                "{\"id\":\"e3\",\"type\":\"payment.succeeded\",\"data\":{\"paymentId\":\"x\",\"amount\":{\"amount\":1.5,\"currency\":\"CNY\"}}}",
                "{\"id\":\"e4\",\"type\":\"payment.succeeded\",\"data\":{\"paymentId\":\"x\",\"amount\":{\"amount\":1,\"currency\":\"XXQ\"}}}",
                "{\"id\":\"e5\",\"type\":\"refund.succeeded\",\"data\":{\"paymentId\":\"x\",\"amount\":{\"amount\":1,\"currency\":\"CNY\"}}}",
                "{\"id\":\"e6\",\"id\":\"e7\",\"type\":\"payment.succeeded\"}");
        for (var body : bodies) {
            assertEquals(200, receive(body).status(), body);
        }
        assertEquals(bodies.size(), till.table.all().size());
        assertEquals(0, till.applyInbox().path("batchItemFailures").size());
        till.table.all().forEach(item -> assertEquals("QUARANTINED", item.get("verdict").s(), item::toString));
        assertEquals(bodies.size(), till.table.outbox().stream().filter(event -> event.type().equals("payment.quarantined.v1")).count());
    }

    @Test
    void theSimulatorsOwnWebhookComesThrough() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 5, null);
        assertEquals(5, till.simulator.acceptedDeliveries());
        assertEquals(1, till.table.all().stream().filter(item -> item.get("type").s().equals("inbox")).count());
        assertTrue(Json.write(till.applyInbox()).contains("[]"));
    }
}
