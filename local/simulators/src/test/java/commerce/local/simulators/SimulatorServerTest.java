package commerce.local.simulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatorServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a-secret-of-both-sides";
    private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** A webhook as it came in. */
    private record Received(String signature, String body) {}

    private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Deliveries deliveries = Deliveries.onThreads();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer frontDoor;
    private SimulatorServer simulator;

    @BeforeEach
    void start() throws IOException {
        frontDoor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        frontDoor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        frontDoor.createContext("/webhooks/simulator", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    exchange.sendResponseHeaders(500, -1);
                } else {
                    received.add(new Received(exchange.getRequestHeaders().getFirst(Signature.HEADER), body));
                    exchange.sendResponseHeaders(200, -1);
                }
            }
        });
        frontDoor.start();
        simulator = SimulatorServer.start(SECRET, () -> URI.create("http://127.0.0.1:" + frontDoor.getAddress().getPort()), CLOCK, deliveries);
    }

    @AfterEach
    void stop() {
        simulator.close();
        deliveries.close();
        frontDoor.stop(0);
        http.shutdownNow();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> post(String path, String body, String signature) {
        var request = HttpRequest.newBuilder(simulator.baseUrl().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(signature == null ? request : request.header(Signature.HEADER, signature));
    }

    private HttpResponse<String> post(String path, String body) {
        return post(path, body, Signature.of(SECRET, NOW, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String payment(String id, long minor, Instant expiresAt) {
        return "{\"paymentId\":\"" + id + "\",\"amount\":{\"amount\":" + minor + ",\"currency\":\"CNY\"},\"expiresAt\":" + expiresAt.getEpochSecond() + "}";
    }

    private static String refund(String id, String paymentId, long minor) {
        return "{\"refundId\":\"" + id + "\",\"paymentId\":\"" + paymentId + "\",\"amount\":{\"amount\":" + minor + ",\"currency\":\"CNY\"}}";
    }

    private void create(String id) {
        assertEquals(200, post("/payments", payment(id, 8800, NOW.plusSeconds(7200))).statusCode());
    }

    private String status(String id) {
        return json(send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/payments/" + id)).header(Signature.HEADER, Signature.of(SECRET, NOW, new byte[0]))).body()).path("status").asText();
    }

    private Settlement.Settled settle(String id, Outcome outcome, int times, Money amount) {
        var settled = assertInstanceOf(Settlement.Settled.class, simulator.settle(id, outcome, times, Optional.ofNullable(amount)));
        assertEquals(times, settled.delivered().orTimeout(10, TimeUnit.SECONDS).join());
        return settled;
    }

    private JsonNode next() throws InterruptedException {
        var webhook = received.poll(10, TimeUnit.SECONDS);
        assertTrue(Signature.proves(webhook.signature(), SECRET, NOW, webhook.body().getBytes(StandardCharsets.UTF_8)), "signed as we would check it");
        return json(webhook.body());
    }

    @Test
    void aPaymentIsCreatedOnceWithAPageToPayOn() {
        var first = post("/payments", payment("p-1", 8800, NOW.plusSeconds(7200)));
        assertEquals(200, first.statusCode());
        assertEquals("OPEN", json(first.body()).path("status").asText());
        assertEquals(simulator.baseUrl() + "/pay/p-1", json(first.body()).path("action").path("url").asText());
        assertEquals(first.body(), post("/payments", payment("p-1", 8800, NOW.plusSeconds(7200))).body());
        assertEquals(422, post("/payments", payment("p-1", 8801, NOW.plusSeconds(7200))).statusCode());
    }

    @Test
    void whatIsNotSignedIsRefusedAndChangesNothing() {
        var body = payment("p-1", 8800, NOW.plusSeconds(7200));
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        for (var signature : new String[] {null, "", "nonsense", Signature.of("other", NOW, bytes), Signature.of(SECRET, NOW, new byte[0]),
            Signature.of(SECRET, NOW.plusSeconds(301), bytes), Signature.of(SECRET, NOW.minusSeconds(301), bytes)}) {
            assertEquals(401, post("/payments", body, signature).statusCode(), signature);
        }
        assertEquals("", status("p-1"), "nothing of that id");
    }

    @Test
    void malformedRequestsAreRefused() {
        for (var body : List.of("", "{}", "[]", "{\"paymentId\":\"p\",\"amount\":{\"amount\":1.5,\"currency\":\"CNY\"},\"expiresAt\":1}",
                payment("p", 0, NOW), payment("p#", 1, NOW), "{\"paymentId\":\"p\",\"amount\":{\"amount\":1,\"currency\":\"XXQ\"},\"expiresAt\":1}")) {
            assertEquals(400, post("/payments", body).statusCode(), body);
        }
        assertEquals(404, post("/elsewhere", "{}").statusCode());
    }

    @Test
    void aSuccessIsToldByASignedWebhook() throws InterruptedException {
        create("p-1");
        var settled = settle("p-1", Outcome.SUCCEEDED, 1, null);
        var event = next();
        assertEquals(settled.eventId(), event.path("id").asText());
        assertEquals("payment.succeeded", event.path("type").asText());
        assertEquals(NOW.getEpochSecond(), event.path("created").asLong());
        assertEquals("p-1", event.path("data").path("paymentId").asText());
        assertEquals(8800, event.path("data").path("amount").path("amount").asLong());
        assertFalse(event.path("data").has("refundId"));
        assertEquals("PAID", status("p-1"));
    }

    @Test
    void fiveDeliveriesCarryOneEventAndTwoEventsHaveTwoIds() throws InterruptedException {
        create("p-1");
        var first = settle("p-1", Outcome.FAILED, 5, null);
        for (int i = 0; i < 5; i++) {
            assertEquals(first.eventId(), next().path("id").asText());
        }
        assertFalse(first.eventId().equals(settle("p-1", Outcome.SUCCEEDED, 1, null).eventId()));
        assertEquals(6, simulator.acceptedDeliveries());
    }

    @Test
    void aWebhookIsRepeatedUntilItIsTaken() throws InterruptedException {
        create("p-1");
        refusals.set(3);
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        assertEquals("payment.succeeded", next().path("type").asText());
        assertEquals(1, simulator.acceptedDeliveries(), "what was refused does not count");
    }

    @Test
    void theBuyerMayHavePaidJustBeforeTheClose() {
        create("p-1");
        assertEquals("CLOSED", json(post("/payments/p-1/close", "{}").body()).path("status").asText());
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        assertEquals("PAID", json(post("/payments/p-1/close", "{}").body()).path("status").asText());
        assertEquals(404, post("/payments/p-2/close", "{}").statusCode());
        assertInstanceOf(Settlement.UnknownPayment.class, simulator.settle("p-2", Outcome.SUCCEEDED, 1, Optional.empty()));
    }

    @Test
    void aRefusalDoesNotUndoAPayment() {
        create("p-1");
        settle("p-1", Outcome.FAILED, 1, null);
        assertEquals("REFUSED", status("p-1"));
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        settle("p-1", Outcome.FAILED, 1, null);
        assertEquals("PAID", status("p-1"));
    }

    @Test
    void anotherAmountIsPaidIfAsked() throws InterruptedException {
        create("p-1");
        settle("p-1", Outcome.SUCCEEDED, 1, new Money(1, "CNY"));
        assertEquals(1, next().path("data").path("amount").path("amount").asLong());
    }

    @Test
    void anExpiredPaymentIsClosed() {
        post("/payments", payment("p-1", 8800, NOW));
        assertEquals("CLOSED", status("p-1"));
    }

    @Test
    void aRefundFinishesByItselfWithinFiveSeconds() throws InterruptedException {
        create("p-1");
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        next();
        assertEquals("PENDING", json(post("/refunds", refund("r-1", "p-1", 8000)).body()).path("status").asText());
        var event = received.poll(5, TimeUnit.SECONDS);
        assertEquals("refund.succeeded", json(event.body()).path("type").asText());
        assertEquals("r-1", json(event.body()).path("data").path("refundId").asText());
        assertEquals("SUCCEEDED", json(post("/refunds", refund("r-1", "p-1", 8000)).body()).path("status").asText(), "asking again answers the same refund");
    }

    @Test
    void aRefundNeverExceedsWhatWasPaid() {
        create("p-1");
        assertEquals(422, post("/refunds", refund("r-1", "p-1", 1)).statusCode(), "nothing was paid");
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        assertEquals(422, post("/refunds", refund("r-1", "p-1", 8801)).statusCode());
        assertEquals(200, post("/refunds", refund("r-1", "p-1", 8000)).statusCode());
        assertEquals(422, post("/refunds", refund("r-2", "p-1", 801)).statusCode());
        assertEquals(422, post("/refunds", refund("r-1", "p-1", 7999)).statusCode(), "the same id with other content");
        assertEquals(404, post("/refunds", refund("r-3", "p-3", 1)).statusCode());
    }

    @Test
    void aRefundCanBeMadeToFail() throws InterruptedException {
        create("p-1");
        settle("p-1", Outcome.SUCCEEDED, 1, null);
        next();
        simulator.failRefundsOf("p-1");
        post("/refunds", refund("r-1", "p-1", 8800));
        assertEquals("refund.failed", next().path("type").asText());
        assertEquals(200, post("/refunds", refund("r-2", "p-1", 8800)).statusCode(), "the money is still there");
    }

    @Test
    void aBuyerPaysOnThePage() throws InterruptedException {
        create("p-1");
        var page = send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/p-1")));
        assertTrue(page.body().contains("88.00 CNY"), page.body());
        assertTrue(page.body().contains("SUCCEEDED") && page.body().contains("FAILED"), "two buttons");
        assertEquals(400, send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/p-1")).POST(HttpRequest.BodyPublishers.ofString("outcome=FREE"))).statusCode());
        assertEquals(303, press("p-1", "FAILED"));
        assertEquals("payment.failed", next().path("type").asText());
        assertEquals(303, press("p-1", "SUCCEEDED"));
        assertEquals("payment.succeeded", next().path("type").asText());
        assertTrue(send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/p-1"))).body().contains("Paid."));
        assertEquals(404, send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/%3Cscript%3E"))).statusCode());
    }

    private int press(String id, String outcome) {
        return send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/" + id)).POST(HttpRequest.BodyPublishers.ofString("outcome=" + outcome))).statusCode();
    }

    @Test
    void nobodyPaysWhatIsClosedOnThePage() {
        create("p-1");
        post("/payments/p-1/close", "{}");
        assertEquals(303, press("p-1", "SUCCEEDED"));
        assertEquals("CLOSED", status("p-1"));
        assertFalse(send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/pay/p-1"))).body().contains("<button"));
    }

    @Test
    void aResetForgetsEverythingAndGivesUpWhatIsOnItsWay() throws InterruptedException {
        create("p-1");
        refusals.set(Integer.MAX_VALUE);
        var settled = assertInstanceOf(Settlement.Settled.class, simulator.settle("p-1", Outcome.SUCCEEDED, 1, Optional.empty()));
        while (refusals.get() == Integer.MAX_VALUE) {
            Thread.onSpinWait();
        }
        simulator.reset();
        refusals.set(0);
        create("p-2");
        settle("p-2", Outcome.SUCCEEDED, 1, null);
        assertEquals("p-2", next().path("data").path("paymentId").asText());
        assertFalse(settled.delivered().isDone());
        assertEquals("", status("p-1"));
    }

    @Test
    void anAddressIsKnownBeforeItIsServed() throws IOException {
        try (var early = SimulatorServer.open()) {
            assertEquals(503, send(HttpRequest.newBuilder(early.baseUrl().resolve("/payments"))).statusCode());
            assertThrows(IllegalStateException.class, () -> early.settle("p-1", Outcome.SUCCEEDED, 1, Optional.empty()));
            early.serve(SECRET, () -> URI.create("http://127.0.0.1:1"), CLOCK, deliveries);
            assertEquals(401, send(HttpRequest.newBuilder(early.baseUrl().resolve("/payments"))).statusCode());
        }
    }

    @Test
    void whoeverSuppliesTheDeliveriesOwnsTheirTime() throws IOException {
        var held = new java.util.ArrayList<Runnable>();
        var byHand = new Deliveries() {
            @Override
            public void run(String label, Runnable work) {
                held.add(work);
            }

            @Override
            public void after(Duration delay, String label, Runnable work) {
                held.add(work);
            }

            @Override
            public void eventually(Duration delay, String label, Runnable work) {
                held.add(work);
            }

            @Override
            public void close() {
                held.clear();
            }
        };
        try (var still = SimulatorServer.open()) {
            still.serve(SECRET, () -> URI.create("http://127.0.0.1:" + frontDoor.getAddress().getPort()), CLOCK, byHand);
            var body = payment("p-1", 8800, NOW.plusSeconds(60));
            send(HttpRequest.newBuilder(still.baseUrl().resolve("/payments")).POST(HttpRequest.BodyPublishers.ofString(body))
                    .header(Signature.HEADER, Signature.of(SECRET, NOW, body.getBytes(StandardCharsets.UTF_8))));
            var settled = assertInstanceOf(Settlement.Settled.class, still.settle("p-1", Outcome.SUCCEEDED, 2, Optional.empty()));
            assertEquals(2, held.size());
            assertTrue(received.isEmpty());
            held.removeFirst().run();
            assertFalse(settled.delivered().isDone());
            held.removeFirst().run();
            assertEquals(2, settled.delivered().join());
            assertEquals(2, received.size());
        }
    }
}
