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
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What Stripe's wire carries, and how each of its answers is understood; the answers are Stripe's, word for word where it matters. */
class StripeProtocolTest {

    private static final PaymentId ID = new PaymentId("my_shop", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", 1);
    private static final Money PRICE = Money.of(8800, "CNY");
    private static final Known KNOWN = new Known(ID, PRICE, Optional.of("cs_1"), Optional.of("pi_1"));

    private record Request(String line, String key, String body) {}

    private record Answer(int status, String body) {}

    private final TestAws aws = TestAws.start();
    private final TestClock clock = new TestClock();
    private final SecretsManagerClient secretsManager = aws.configure(SecretsManagerClient.builder()).build();
    private final StripeProvider provider = new StripeProvider(new ProviderHttp(), new ProviderSecrets(secretsManager, clock));
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        aws.standIn().on("secretsmanager.GetSecretValue", input -> Map.of("SecretString", "{\"apiKey\":\"sk\",\"account\":\"acct\",\"livemode\":false,\"signingSecrets\":[\"whsec\"]}"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                assertEquals("Bearer sk", exchange.getRequestHeaders().getFirst("authorization"));
                assertEquals(StripeApi.VERSION, exchange.getRequestHeaders().getFirst("stripe-version"));
                requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(), exchange.getRequestHeaders().getFirst("idempotency-key"),
                        URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
                var answer = answers.poll();
                var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        secretsManager.close();
        aws.close();
    }

    private <T> T on(Supplier<T> call, Answer... scripted) {
        answers.addAll(List.of(scripted));
        return Settings.during(Map.of("STRIPE_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "STRIPE_SECRET_ARN", "arn"), call::get);
    }

    private static Answer ok(String json) {
        return new Answer(200, json.replace('\'', '"'));
    }

    private static Answer error(int status, String code) {
        return new Answer(status, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"" + code + "\",\"message\":\"no\"}}");
    }

    private Asked asked(Money amount, Duration window) {
        return new Asked(ID, amount, "Order", clock.instant(), clock.instant().plus(window), Optional.of("https://shop.example/"), Optional.empty());
    }

    @Test
    void aRepetitionIsTheSameRequestUnderTheSameKeyWheneverItIsMade() {
        var asked = asked(PRICE, Duration.ofHours(2));
        on(() -> provider.create(asked), ok("{'id':'cs_1','url':'https://checkout.stripe.com/x'}"));
        clock.advance(Duration.ofMinutes(50));
        on(() -> provider.create(asked), ok("{'id':'cs_1','url':'https://checkout.stripe.com/x'}"));
        assertEquals(requests.get(0), requests.get(1));
        assertEquals("create-" + ID, requests.getFirst().key());
        for (var field : List.of("mode=payment", "client_reference_id=" + ID, "metadata[payment_id]=" + ID, "payment_intent_data[metadata][payment_id]=" + ID,
                "line_items[0][price_data][currency]=cny", "line_items[0][price_data][unit_amount]=8800", "expires_at=" + asked.expiresAt().getEpochSecond(), "success_url=https://shop.example/")) {
            assertTrue(requests.getFirst().body().contains(field), field);
        }
    }

    @Test
    void theSessionsEndIsTheWindowsAsNearAsStripeTakesIt() {
        for (var window : List.of(Duration.ofMinutes(1), Duration.ofHours(3), Duration.ofDays(9))) {
            on(() -> provider.create(asked(PRICE, window)), ok("{'id':'cs_1','url':'u'}"));
            var end = Instant.ofEpochSecond(Long.parseLong(requests.getLast().body().replaceAll("(?s).*expires_at=([0-9]+).*", "$1")));
            var ahead = Duration.between(clock.instant(), end);
            assertTrue(ahead.compareTo(Duration.ofMinutes(30)) > 0 && ahead.compareTo(Duration.ofHours(24)) < 0, ahead::toString);
        }
    }

    @Test
    void anAmountThatStripeCannotTakeExactlyNeverLeavesTheHouse() {
        assertInstanceOf(Creation.Refused.class, on(() -> provider.create(asked(Money.of(12_345, "KWD"), Duration.ofHours(2)))));
        assertEquals(List.of(), requests);
    }

    @Test
    void whatMayStillSucceedIsBusyAndWhatWillNotIsARefusalWithItsCode() {
        for (var answer : List.of(error(401, "x"), error(409, "idempotency_key_in_use"), error(429, "rate_limit"), error(500, "x"), error(503, "x"))) {
            assertThrows(Busy.class, () -> on(() -> provider.create(asked(PRICE, Duration.ofHours(2))), answer));
        }
        assertEquals(new Creation.Refused("amount_too_small"), on(() -> provider.create(asked(PRICE, Duration.ofHours(2))), error(400, "amount_too_small")));
        assertEquals(new Creation.Refused("status 402"), on(() -> provider.create(asked(PRICE, Duration.ofHours(2))), new Answer(402, "<html>")));
    }

    @Test
    void aSessionStandsAsItsTwoStatusesSay() {
        assertEquals(new Standing.Open(), on(() -> provider.query(KNOWN), ok("{'status':'open','payment_status':'unpaid'}")));
        assertEquals(new Standing.Closed(), on(() -> provider.query(KNOWN), ok("{'status':'expired','payment_status':'unpaid'}")));
        assertEquals(new Standing.Processing(), on(() -> provider.query(KNOWN), ok("{'status':'complete','payment_status':'unpaid'}")));
        assertEquals(new Standing.Paid("pi_1", PRICE), on(() -> provider.query(KNOWN),
                ok("{'status':'complete','payment_status':'paid','payment_intent':{'id':'pi_1'},'amount_total':8800,'currency':'cny'}")));
        assertEquals(new Standing.Unknown(), on(() -> provider.query(KNOWN), error(404, "resource_missing")));
        assertThrows(IllegalStateException.class, () -> on(() -> provider.query(KNOWN), ok("{'status':'new'}")));
    }

    @Test
    void aSessionThatCannotBeExpiredSaysWhy() {
        assertEquals(new Standing.Closed(), on(() -> provider.close(KNOWN), ok("{'status':'expired'}")));
        assertEquals(new Standing.Processing(), on(() -> provider.close(KNOWN), error(400, "x"), ok("{'status':'complete','payment_status':'unpaid'}")));
        assertEquals(new Standing.Paid("pi_1", PRICE), on(() -> provider.close(KNOWN), error(400, "x"),
                ok("{'status':'complete','payment_status':'paid','payment_intent':'pi_1','amount_total':8800,'currency':'cny'}")));
    }

    @Test
    void aSessionWhoseIdNeverReachedUsIsSearchedByOurReference() {
        var unknown = new Known(ID, PRICE, Optional.empty(), Optional.empty());
        assertEquals(new Standing.Unknown(), on(() -> provider.query(unknown), ok("{'data':[]}")));
        assertTrue(URLDecoder.decode(requests.getLast().line(), StandardCharsets.UTF_8).endsWith("query=metadata['payment_id']:'" + ID + "'"), requests::toString);
        assertEquals(new Standing.Processing(), on(() -> provider.close(unknown), ok("{'data':[{'id':'pi_1','status':'processing'}]}")));
        assertEquals(new Standing.Paid("pi_2", PRICE), on(() -> provider.close(unknown),
                ok("{'data':[{'id':'pi_1','status':'canceled'},{'id':'pi_2','status':'succeeded','amount_received':8800,'currency':'cny'}]}")));
    }

    @Test
    void aRefundStandsAsItsStatusSays() {
        var refund = new Refund("r", ID, "stripe", Money.of(3000, "CNY"), false, false, Optional.empty(), Refund.Status.PENDING, Optional.of("re_1"));
        assertEquals(new Repayment.Succeeded("re_1"), on(() -> provider.refund(refund, KNOWN), ok("{'id':'re_1','status':'succeeded'}")));
        assertEquals("refund-" + refund.reference(), requests.getLast().key());
        assertTrue(requests.getLast().body().contains("payment_intent=pi_1&amount=3000"), requests.getLast()::body);
        assertEquals(new Repayment.Pending("re_1"), on(() -> provider.queryRefund(refund, KNOWN), ok("{'id':'re_1','status':'pending'}")));
        assertEquals(new Repayment.Refused("lost_or_stolen_card"), on(() -> provider.queryRefund(refund, KNOWN), ok("{'id':'re_1','status':'failed','failure_reason':'lost_or_stolen_card'}")));
        assertEquals(new Repayment.Unknown(), on(() -> provider.queryRefund(refund, KNOWN), error(404, "resource_missing")));
        assertEquals(new Repayment.Refused("stripe does not know the payment"), on(() -> provider.refund(refund, KNOWN), error(404, "resource_missing")));
        assertEquals(new Repayment.Refused("charge_already_refunded"), on(() -> provider.refund(refund, KNOWN), error(400, "charge_already_refunded")));
        assertThrows(Busy.class, () -> on(() -> provider.refund(refund, KNOWN), error(400, "balance_insufficient")), "there may be money tomorrow");
    }

    @Test
    void theDaysBooksAreReadPageByPage() {
        var lines = new ArrayList<BillLine>();
        on(() -> {
            provider.bill(LocalDate.parse("2026-11-20"), lines::add);
            return null;
        }, ok("{'has_more':true,'data':[{'id':'txn_1','type':'charge','amount':8800,'fee':255,'currency':'cny','created':1795200000,'source':{'metadata':{'payment_id':'p'}}}]}"),
                ok("{'has_more':false,'data':[{'id':'txn_2','type':'refund','amount':-3000,'fee':0,'currency':'cny','created':1795200001,'source':{'metadata':{'payment_id':'p','refund_id':'r'}}},"
                        + "{'id':'txn_3','type':'adjustment','amount':-8800,'fee':1500,'currency':'cny','created':1795200002,'source':'du_1'}]}"));
        assertEquals(List.of(BillLine.Kind.PAYMENT, BillLine.Kind.REFUND, BillLine.Kind.DISPUTE), lines.stream().map(BillLine::kind).toList());
        assertEquals(new BillLine(BillLine.Kind.REFUND, "txn_2", Optional.of("p"), Optional.of("r"), Money.of(-3000, "CNY"), Money.of(0, "CNY"), Instant.ofEpochSecond(1_795_200_001)), lines.get(1));
        assertTrue(requests.get(0).line().contains("created%5Bgte%5D=1795132800&created%5Blt%5D=1795219200"), requests.get(0)::line);
        assertFalse(requests.get(0).line().contains("starting_after"));
        assertTrue(requests.get(1).line().endsWith("starting_after=txn_1"), requests.get(1)::line);
    }
}
