package commerce.local.stage.controls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.simulators.Rsa;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart.StageSetup;
import commerce.local.stage.edge.StandIn;
import commerce.local.stage.secrets.DevelopmentKeys;
import commerce.local.stage.secrets.DevelopmentSecrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The providers on a stage whose functions only note what came in. */
class ProvidersPartTest {

    @TempDir
    private static Path home;

    private final StandIn stage = new StandIn();
    private final ProvidersPart providers = new ProvidersPart();
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, String> webhooks = new ConcurrentHashMap<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    @BeforeAll
    static void keys() {
        new DevelopmentSecrets(DevelopmentKeys.in(home));
    }

    @BeforeEach
    void start() throws IOException {
        providers.open(new StageOptions(0, Optional.empty(), Path.of("."), home), new StageSetup() {
            @Override
            public void parameter(String name, String value) {
                parameters.put(name, value);
            }

            @Override
            public void secret(String logicalId, String value) {
                secrets.put(logicalId, value);
            }

            @Override
            public void frontDoorPort(int port) {}
        });
        stage.route("POST /webhooks/{provider}", event -> {
            var request = Json.read(new String(event, StandardCharsets.UTF_8));
            received.incrementAndGet();
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return StandIn.bytes("{\"statusCode\":500}");
            }
            webhooks.put(request.path("pathParameters").path("provider").asText(), request.path("body").asText());
            return StandIn.bytes("{\"statusCode\":200,\"body\":\"success\"}");
        });
        stage.open(new Controls(stage.issuer(), providers)).start();
        providers.start(stage);
    }

    @AfterEach
    void stop() {
        providers.close();
        stage.close();
    }

    private HttpResponse<String> post(String provider, String path, String body, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(parameters.get(provider + "BaseUrl") + path)).POST(HttpRequest.BodyPublishers.ofString(body)).headers(headers);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void stripeSession(String paymentId) throws IOException, InterruptedException {
        var created = post("Stripe", "/v1/checkout/sessions", "mode=payment&success_url=https://shop.example&client_reference_id=" + paymentId
                + "&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=x",
                "Authorization", "Bearer " + Json.read(secrets.get("StripeSecret")).path("apiKey").asText());
        assertEquals(200, created.statusCode(), created.body());
    }

    private HttpResponse<String> play(String paymentId, String outcome) {
        return stage.post("/local/payments/" + paymentId, "{\"outcome\":\"" + outcome + "\"}");
    }

    @Test
    void theBuyerIsPlayedAtWhicheverProviderHoldsThePayment() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");
        assertEquals(404, play("t1_o2_1", "SUCCEEDED").statusCode());

        var played = play("t1_o1_1", "SUCCEEDED");

        assertEquals(200, played.statusCode(), played.body());
        assertTrue(Json.read(played.body()).path("delivered").asBoolean());
        assertEquals("checkout.session.completed", Json.read(webhooks.get("stripe")).path("type").asText());
    }

    @Test
    void theBuyersBankIsPlayedToo() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");
        assertEquals(409, play("t1_o1_1", "DISPUTED").statusCode());
        play("t1_o1_1", "SUCCEEDED");
        assertEquals(200, play("t1_o1_1", "DISPUTED").statusCode());
        assertEquals(200, play("t1_o1_1", "DISPUTE_WON").statusCode());
        assertEquals("won", Json.read(webhooks.get("stripe")).at("/data/object/status").asText());
        assertEquals(200, play("t1_o1_1", "REFUNDS_FAIL").statusCode());
    }

    @Test
    void aLostWebhookLeavesTheMoneyInTheBooks() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");

        assertEquals(200, stage.post("/local/payments/t1_o1_1", "{\"outcome\":\"SUCCEEDED\",\"deliveries\":0}").statusCode());

        stage.advance(Duration.ofDays(1));
        assertEquals(0, received.get());
        var books = Json.read(stage.get("/local/payments/t1_o1_1").body());
        assertEquals("stripe", books.path("provider").asText());
        assertEquals("PAID", books.path("status").asText());
        assertEquals(500, books.at("/received/amount").asInt());
        assertEquals(0, books.at("/givenBack/amount").asInt());
    }

    @Test
    void aBankDebitComesLater() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");
        assertEquals(200, play("t1_o1_1", "PROCESSING").statusCode());
        assertEquals("unpaid", Json.read(webhooks.get("stripe")).at("/data/object/payment_status").asText());
        assertEquals("PROCESSING", Json.read(stage.get("/local/payments/t1_o1_1").body()).path("status").asText());

        play("t1_o1_1", "SUCCEEDED");

        assertEquals("checkout.session.async_payment_succeeded", Json.read(webhooks.get("stripe")).path("type").asText());
    }

    @Test
    void aRefusedWebhookIsRepeatedByTheStagesClock() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");
        refusals.set(1);
        var told = CompletableFuture.supplyAsync(() -> play("t1_o1_1", "SUCCEEDED"));
        while (received.get() == 0) {
            Thread.onSpinWait();
        }
        stage.advance(Duration.ofMinutes(4));
        assertEquals(1, received.get());
        stage.advance(Duration.ofMinutes(1));
        assertEquals("checkout.session.completed", Json.read(webhooks.get("stripe")).path("type").asText());
        assertTrue(Json.read(told.join().body()).path("delivered").asBoolean());
    }

    @Test
    void aResetForgetsEveryPayment() throws IOException, InterruptedException {
        stripeSession("t1_o1_1");
        providers.reset();
        assertEquals(404, play("t1_o1_1", "SUCCEEDED").statusCode());
    }

    @Test
    void theTemplatesSecretsAreTheAccountsAtTheProviders() {
        assertEquals("whsec_local", Json.read(secrets.get("StripeSecret")).at("/signingSecrets/0").asText());
        var wechatpay = Json.read(secrets.get("WechatpaySecret"));
        assertEquals("1900000001", wechatpay.path("mchid").asText());
        assertTrue(wechatpay.path("merchantPrivateKey").asText().startsWith("-----BEGIN PRIVATE KEY-----\n"));
        assertTrue(wechatpay.at("/platformPublicKeys/PUB_KEY_ID_LOCAL_0001").asText().startsWith("-----BEGIN PUBLIC KEY-----\n"));
        assertFalse(secrets.toString().contains("comment"));
    }

    @Test
    void bothHalvesOfAProvidersKeyAreServedAsPem() {
        var text = stage.get("/local/keys/wechatpay");
        assertEquals(200, text.statusCode());
        assertTrue(text.headers().firstValue("content-type").orElseThrow().startsWith("text/plain"));
        var halves = text.body().split("(?<=-----END PRIVATE KEY-----\n)");
        assertTrue(Rsa.proves(Rsa.publicKey(halves[1]), "a notification", Rsa.sign(Rsa.privateKey(halves[0]), "a notification")));

        var json = Json.read(stage.get("/local/keys/wechatpay", "Accept", "application/json").body());
        assertEquals(halves[0], json.path("platformPrivateKey").asText());
        assertEquals(halves[1], json.path("platformPublicKey").asText());
        assertTrue(Rsa.proves(Rsa.publicKey(json.path("merchantPublicKey").asText()), "a request", Rsa.sign(Rsa.privateKey(json.path("merchantPrivateKey").asText()), "a request")));
        assertEquals("local-wechatpay-apiv3-key-32byte", json.path("apiV3Key").asText());

        assertEquals("whsec_local\n", stage.get("/local/keys/stripe").body());
        assertEquals("whsec_local", Json.read(stage.get("/local/keys/stripe", "Accept", "application/json").body()).path("signingSecret").asText());
        assertEquals("00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF\n", stage.get("/local/keys/adyen").body());
        assertEquals(404, stage.get("/local/keys/bank").statusCode());
    }
}
