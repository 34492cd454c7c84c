package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.contracts.BusWitness;
import commerce.local.stage.harness.TestStage;
import commerce.local.stage.hygiene.Outputs;
import commerce.local.stage.providers.Stranger.Notice;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Reply;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever keeps to a provider's public rules is believed to be that provider, whoever does not is not; and what was believed is in the inbox. */
@QuarkusTest
class StrangerTest {

    private static final List<String> JUNK = List.of("", " ", ",", "=", ",,,=,,", "t=,v1=", "t,v1", "t=99999999999999999999999,v1=zz", "%", "\"", "0", "-1", "A".repeat(4096));
    private static final String CANARY = "a-canary-that-proves-no-sender";
    private static final String CARD = "5555 5555 5555 4444";
    private static final String CODE = "seven-three-seven";
    private static final String NOTE = "订单 + 100%, Visa " + CARD + " 12/27, cvv=" + CODE;

    @Inject
    TestStage stage;

    @Inject
    BusWitness bus;

    private HttpApi api;
    private Inbox inbox;

    @BeforeEach
    void open() {
        api = new HttpApi(stage.url());
        inbox = new Inbox(stage.stage());
    }

    @AfterEach
    void close() {
        stage.stage().faults().disarmAll();
        inbox.close();
    }

    private Notice paid(Purchase purchase, Order order, String provider) {
        return new Stranger(api, Instant.parse(purchase.shop().controls().now()), NOTE).paid(provider, order.paymentId(), Purchase.TOTAL);
    }

    /** Byte for byte. */
    private HttpResponse<String> tell(Notice notice) {
        var request = HttpRequest.newBuilder(URI.create(stage.url() + "/webhooks/" + notice.provider())).POST(HttpRequest.BodyPublishers.ofString(notice.body()));
        notice.headers().forEach(request::header);
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(notice.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Reply replay(Purchase purchase, Notice notice) {
        var admin = purchase.shop().controls().token(purchase.shop().tenant(), "merchant", "admin");
        return api.send("POST", "/admin/webhooks/" + notice.provider() + "/" + notice.eventId() + "/replay", admin, null, Map.of());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            stripe    | 200 | {"received":true}
            wechatpay | 200 | {"code":"SUCCESS","message":"OK"}
            alipay    | 200 | success
            adyen     | 202 | [accepted]
            """)
    void whoSignsByTheProvidersPublicRulesIsBelieved(String provider, int status, String words) {
        var purchase = new Purchase(stage.url(), provider);
        var notice = paid(purchase, purchase.place(), provider);

        var answer = tell(notice);

        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(words, answer.body());
        var stored = inbox.find(provider, notice.eventId());
        assertArrayEquals(notice.body().getBytes(StandardCharsets.UTF_8), stored.get("rawBody").b().asByteArray(), "the bytes are stored before they are acknowledged");
        assertSignatureHeadersAreKept(notice, stored.get("evidence").s());
        var confirmed = purchase.until("is confirmed", order -> order.status().equals("CONFIRMED"));
        assertEquals("ACCEPTED", inbox.find(provider, notice.eventId()).get("verdict").s());
        assertNothingComesOfItASecondTime(purchase, notice, confirmed);
        assertCardDataIsNowhereButInTheRawBytes();
    }

    private void assertCardDataIsNowhereButInTheRawBytes() {
        var told = new Outputs(stage.stage(), bus).all();
        assertEquals(List.of(), told.stream().filter(text -> text.contains(CARD) || text.contains(CODE)).toList());
    }

    private static void assertSignatureHeadersAreKept(Notice notice, String evidence) {
        var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        Json.read(evidence).properties().forEach(header -> kept.put(header.getKey(), header.getValue().asText()));
        notice.headers().entrySet().stream().filter(header -> !header.getKey().equals("Content-Type")).forEach(header -> assertEquals(header.getValue(), kept.get(header.getKey())));
    }

    private void assertNothingComesOfItASecondTime(Purchase purchase, Notice notice, Order confirmed) {
        purchase.quiet();
        var entries = purchase.shop().entriesOf(confirmed.orderId());
        assertFalse(entries.isEmpty());

        var again = tell(notice);
        var replayed = List.of(replay(purchase, notice), replay(purchase, notice));
        purchase.quiet();

        assertEquals(2, again.statusCode() / 100, again.body());
        for (var reply : replayed) {
            assertEquals(200, reply.status(), reply.text());
            assertEquals("ACCEPTED", reply.json().path("verdict").asText());
        }
        assertEquals("2", inbox.find(notice.provider(), notice.eventId()).get("replays").n());
        assertEquals(confirmed.json(), purchase.see().json());
        assertEquals(entries, purchase.shop().entriesOf(confirmed.orderId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void whoDoesNotIsRejectedAndNothingOfItIsKeptButTheCount(String provider) throws IOException {
        var purchase = new Purchase(stage.url(), provider);
        var order = purchase.place();
        var good = paid(purchase, order, provider);
        var wrong = wrong(good);
        var stored = inbox.size();
        var counted = rejections(provider);

        for (var notice : wrong) {
            var answer = tell(notice);
            assertEquals(401, answer.statusCode(), () -> notice + " was answered " + answer.body());
        }

        purchase.quiet();
        assertEquals(stored, inbox.size());
        assertEquals("AWAITING_PAYMENT", purchase.see().status());
        assertEquals(counted + wrong.size(), rejections(provider), "each is counted");
        assertFalse(Files.readString(stage.stage().functionLog()).contains(CANARY), "and none is logged");
        assertEquals(2, tell(good).statusCode() / 100, "the right one is still as good as before");
    }

    /** The right one, with one thing wrong in each. */
    private static List<Notice> wrong(Notice good) {
        var wrong = new ArrayList<Notice>();
        wrong.add(good.saying(""));
        wrong.add(good.saying("{}"));
        wrong.add(good.saying(CANARY));
        wrong.add(good.saying(good.body().substring(0, good.body().length() - 1)));
        wrong.add(good.saying(good.body().replace("10000", "10001").replace("100.00", "100.01").replace("ciphertext\":\"", "ciphertext\":\"AAAA")));
        wrong.add(new Notice(good.provider(), good.eventId(), Map.of(), good.provider().equals("alipay") || good.provider().equals("adyen") ? CANARY : good.body()));
        good.headers().keySet().stream().filter(header -> !header.equals("Content-Type") && !header.equals("Wechatpay-Signature-Type"))
                .forEach(header -> JUNK.forEach(junk -> wrong.add(good.with(header, junk))));
        JUNK.forEach(junk -> wrong.add(good.saying(good.body().replaceFirst("(sign=|hmacSignature\":\")[^&\"]{9}", "$1" + junk.replace("\"", "").replace("%", "%25")))));
        return wrong.stream().filter(notice -> !notice.equals(good)).toList();
    }

    private long rejections(String provider) throws IOException {
        try (var lines = Files.lines(stage.stage().functionLog())) {
            return lines.filter(line -> line.contains("\"NotificationsRejected\":1") && line.contains(provider)).count();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            stripe    | "status":503
            wechatpay | {"code":"FAIL","message":"not stored, please send it again"}
            alipay    | failure
            adyen     | "status":503
            """)
    void whatCannotBeStoredIsNotAcknowledgedAndIsGoodWhenItComesAgain(String provider, String words) {
        var purchase = new Purchase(stage.url(), provider);
        var notice = paid(purchase, purchase.place(), provider);
        stage.stage().faults().arm(new CallFault("payment-webhook", "DynamoDB", "PutItem", false, 500, "InternalServerError", 100));

        var answer = tell(notice);

        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains(words), answer.body());
        assertEquals(Map.of(), inbox.find(provider, notice.eventId()));
        stage.stage().faults().disarmAll();
        assertEquals(2, tell(notice).statusCode() / 100);
        purchase.until("is confirmed", order -> order.status().equals("CONFIRMED"));
    }
}
