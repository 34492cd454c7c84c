package commerce.payment.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.testing.AwsStandIn.AwsError;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.local.simulators.Deliveries;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.SimulatorServer;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.provider.PaymentProvider.Asked;
import commerce.payment.provider.PaymentProvider.Creation;
import commerce.payment.provider.PaymentProvider.Known;
import commerce.payment.provider.PaymentProvider.Repayment;
import commerce.payment.provider.PaymentProvider.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The adapter against the simulator, over HTTP. */
class SimulatorProviderTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:simulator";
    private static final Money PRICE = Money.of(8800, "CNY");
    private static final PaymentId ID = new PaymentId("my_shop", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", 1);
    private static final Known KNOWN = new Known(ID, PRICE, Optional.empty(), Optional.empty());

    private final TestAws aws = TestAws.start();
    private final TestClock clock = new TestClock();
    private final Deliveries deliveries = Deliveries.onThreads();
    private final Map<String, String> secrets = new ConcurrentHashMap<>(Map.of("AWSCURRENT", "now"));
    private final SecretsManagerClient secretsManager = aws.configure(SecretsManagerClient.builder()).build();
    private final ProviderSecrets fetched = new ProviderSecrets(secretsManager, clock);
    private final SimulatorProvider provider = new SimulatorProvider(new ProviderHttp(), fetched, clock);
    private final Providers providers = new Providers(provider, new StripeProvider(new ProviderHttp(), fetched), new WechatpayProvider(new ProviderHttp(), fetched, clock),
            new AlipayProvider(new ProviderHttp(), fetched, clock), new AdyenProvider(new ProviderHttp(), fetched, clock));
    private SimulatorServer simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = SimulatorServer.start("now", () -> URI.create("http://127.0.0.1:1"), clock, deliveries);
        aws.standIn().on("secretsmanager.GetSecretValue", input -> {
            var secret = secrets.get(input.path("VersionStage").asText());
            if (secret == null) {
                throw new AwsError("ResourceNotFoundException", 400);
            }
            return Map.of("SecretString", secret);
        });
    }

    @AfterEach
    void stop() {
        simulator.close();
        deliveries.close();
        secretsManager.close();
        aws.close();
    }

    private <T> T on(String baseUrl, Supplier<T> call) {
        return Settings.during(Map.of("SIMULATOR_BASE_URL", baseUrl, "SIMULATOR_SECRET_ARN", ARN), call::get);
    }

    private <T> T on(Supplier<T> call) {
        return on(simulator.baseUrl().toString(), call);
    }

    private Creation create(Money amount) {
        return on(() -> provider.create(new Asked(ID, amount, "Order", clock.instant(), clock.instant().plusSeconds(7200), Optional.empty(), Optional.empty())));
    }

    private ProviderSecrets.Active<String> active() {
        return fetched.of("SIMULATOR_SECRET_ARN", secret -> secret);
    }

    private Refund refund(String refundId, long minor) {
        return new Refund(refundId, ID, "simulator", Money.of(minor, "CNY"), false, false, Optional.empty(), Refund.Status.PENDING, Optional.empty());
    }

    @Test
    void aPaymentIsCreatedOnceHoweverOftenItIsAskedFor() {
        var created = assertInstanceOf(Creation.Created.class, create(PRICE));
        assertEquals(PaymentAction.Type.REDIRECT, created.action().type());
        assertEquals(simulator.baseUrl() + "/pay/" + ID, created.action().url());
        assertEquals(created, create(PRICE));
        assertEquals(new Creation.Refused("amount_differs"), create(Money.of(1, "CNY")));
    }

    @Test
    void thePaymentStandsAsTheBuyerLeftIt() {
        assertInstanceOf(Standing.Unknown.class, on(() -> provider.query(KNOWN)));
        assertInstanceOf(Standing.Unknown.class, on(() -> provider.close(KNOWN)));
        create(PRICE);
        assertInstanceOf(Standing.Open.class, on(() -> provider.query(KNOWN)));
        simulator.settle(ID.toString(), Outcome.FAILED, 1, Optional.empty());
        assertInstanceOf(Standing.Open.class, on(() -> provider.query(KNOWN)), "a refused buyer may try again");
        assertInstanceOf(Standing.Closed.class, on(() -> provider.close(KNOWN)));
        assertInstanceOf(Standing.Closed.class, on(() -> provider.query(KNOWN)));
        simulator.settle(ID.toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals(PRICE, assertInstanceOf(Standing.Paid.class, on(() -> provider.close(KNOWN)), "paid before our close arrived").amount());
    }

    @Test
    void thePaymentEndsWithItsWindowAtTheProviderToo() {
        create(PRICE);
        clock.advance(Duration.ofSeconds(7200));
        assertInstanceOf(Standing.Closed.class, on(() -> provider.query(KNOWN)));
    }

    @Test
    void aRefundIsAcceptedOnceAndRefusedForGood() {
        create(PRICE);
        assertEquals(new Repayment.Refused("not_paid"), on(() -> provider.refund(refund("r", 1), KNOWN)));
        simulator.settle(ID.toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertInstanceOf(Repayment.Pending.class, on(() -> provider.refund(refund("r", 8000), KNOWN)));
        assertInstanceOf(Repayment.Pending.class, on(() -> provider.refund(refund("r", 8000), KNOWN)), "the same again");
        assertEquals(new Repayment.Refused("exceeds_payment"), on(() -> provider.refund(refund("s", 801), KNOWN)));
    }

    @Test
    void aProviderThatDoesNotAnswerIsBusy() throws IOException {
        simulator.close();
        assertThrows(Busy.class, () -> create(PRICE));
        for (var status : new int[] {500, 503, 429, 401}) {
            var broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            broken.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(status, -1);
                }
            });
            broken.start();
            try {
                assertThrows(Busy.class, () -> on("http://127.0.0.1:" + broken.getAddress().getPort(), () -> provider.close(KNOWN)), "status " + status);
            } finally {
                broken.stop(0);
            }
        }
    }

    @Test
    void anAnswerWithoutJsonIsARefusalNotACrash() throws IOException {
        var odd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        odd.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(422, 4);
                exchange.getResponseBody().write("<no>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        odd.start();
        try {
            assertEquals(new Repayment.Refused("status 422"), on("http://127.0.0.1:" + odd.getAddress().getPort(), () -> provider.refund(refund("r", 1), KNOWN)));
        } finally {
            odd.stop(0);
        }
    }

    @Test
    void withoutAnAddressItIsOff() {
        assertTrue(on(provider::isOn));
        assertFalse(on("", provider::isOn));
        assertEquals(Optional.empty(), on("", () -> providers.find("simulator")));
        assertEquals(Optional.empty(), on(() -> providers.find("stripe")));
    }

    @Test
    void secretsAreFetchedOnceAndAgainAfterAWhile() {
        create(PRICE);
        create(PRICE);
        assertEquals(2, aws.standIn().calls("secretsmanager.GetSecretValue").size(), "current and previous, once");
        clock.advance(Duration.ofMinutes(5));
        create(PRICE);
        assertEquals(4, aws.standIn().calls("secretsmanager.GetSecretValue").size());
    }

    @Test
    void theNewestSecretSignsAndTheOlderStillProves() {
        secrets.putAll(Map.of("AWSCURRENT", "next", "AWSPREVIOUS", "now"));
        assertEquals(List.of("next", "now"), on(() -> active().all()));
        assertInstanceOf(Creation.Created.class, create(PRICE), "the simulator has not rotated yet, so the older signs too");
        secrets.remove("AWSPREVIOUS");
        clock.advance(Duration.ofMinutes(5));
        assertThrows(Busy.class, () -> create(PRICE));
    }

    @Test
    void aSecretThatWasReplacedSinceItWasReadIsReadAgainWhenTheSimulatorRefusesTheOldOne() {
        secrets.put("AWSCURRENT", "before");
        on(() -> active().all());
        secrets.put("AWSCURRENT", "now");
        clock.advance(Duration.ofSeconds(10));

        assertInstanceOf(Creation.Created.class, create(PRICE));
    }
}
