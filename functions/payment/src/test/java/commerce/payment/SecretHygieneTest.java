package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Signature;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What must not be seen is not seen: canaries go through every operation, and then all that came out is searched. Card data and secrets are
 * in no log, event, item or error. One place holds what it was sent: the raw bytes of a notification that the provider has signed.
 */
class SecretHygieneTest {

    private static final String CARD = "4111111111111111";
    private static final String GROUPED = "5555 5555 5555 4444";
    private static final String CVV = "cvv\":\"737737";
    private static final List<String> CARD_DATA = List.of(CARD, GROUPED, "737737");
    private static final List<String> SECRETS = List.of(Till.SECRET, RealProviders.WHSEC, RealProviders.API_V3_KEY, "sk_test_local",
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(RealProviders.MERCHANT.getPrivate().getEncoded()).split("\n")[3]);

    private final Till till = new Till();
    private final RealProviders providers = new RealProviders(till);
    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
    private final List<String> answered = new ArrayList<>();
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                var text = new StringWriter();
                text.append(ExtLogRecord.wrap(line).getFormattedMessage()).append(' ').append(ExtLogRecord.wrap(line).getMdcCopy().toString());
                if (line.getThrown() != null) {
                    line.getThrown().printStackTrace(new PrintWriter(text, true));
                }
                logged.add(text.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listening);
    }

    @AfterEach
    void close() {
        Logger.getLogger("").removeHandler(listening);
        providers.close();
        till.close();
    }

    private static String canaries(String rest) {
        return "{\"card_number\":\"" + CARD + "\",\"" + CVV + "\",\"note\":\"" + GROUPED + "\"" + rest + "}";
    }

    private int receive(String provider, Map<String, String> headers, String body) {
        var answer = till.webhook(provider, headers, body);
        answered.add(answer.body().toString());
        return answer.status();
    }

    private int receive(String secret, String body) {
        var header = Signature.of(secret, till.clock.instant(), body.getBytes(StandardCharsets.UTF_8));
        return receive(secret.equals(RealProviders.WHSEC) ? "stripe" : "simulator", Map.of(Signature.HEADER, header, "Stripe-Signature", header), body);
    }

    private void answer(Lambda.Answer answer) {
        answered.add(answer.body().toString());
    }

    @Test
    void neitherCardDataNorSecretsComeOutOfAnyOperation() {
        everyNotification();
        everyRequest();
        everyFailure();

        assertTrue(logged.stream().anyMatch(line -> line.contains("REJECTED: a notification")), "this test must be able to see the log");
        assertTrue(logged.stream().anyMatch(line -> line.contains("[redacted]")), "something must have been redacted for this to test anything");
        var events = till.table.outbox();
        var seen = new ArrayList<>(logged);
        seen.addAll(answered);
        events.stream().map(Json::write).forEach(seen::add);
        till.table.all().forEach(item -> {
            var withoutEvidence = new HashMap<>(item);
            withoutEvidence.remove("rawBody");
            seen.add(withoutEvidence.toString());
        });
        for (var text : seen) {
            CARD_DATA.forEach(canary -> assertFalse(text.contains(canary), text));
            SECRETS.forEach(secret -> assertFalse(text.contains(secret), text));
        }
        events.forEach(event -> assertFalse(Json.write(event).contains("token-of-"), "a task token is nobody's business"));
    }

    private void everyNotification() {
        assertEquals(401, receive("forged", canaries("")));
        assertEquals(401, receive("stripe", Map.of("Stripe-Signature", CARD), canaries("")));
        assertEquals(401, receive("wechatpay", Map.of("Wechatpay-Serial", CARD, "Wechatpay-Nonce", GROUPED, "Wechatpay-Timestamp", "1", "Wechatpay-Signature", "eA=="), canaries("")));
        assertEquals(200, receive(Till.SECRET, canaries(",\"id\":\"evt_1\",\"type\":\"payment.succeeded\"")));
        assertEquals(200, receive(Till.SECRET, canaries(",\"id\":\"evt_2\",\"type\":\"refund.failed\",\"data\":" + canaries(""))));
        assertEquals(200, receive(Till.SECRET, "{\"id\":\"evt_3\" \"" + CARD));
        assertEquals(200, receive(RealProviders.WHSEC, canaries(",\"id\":\"evt_4\",\"livemode\":false,\"type\":\"checkout.session.completed\",\"data\":{\"object\":" + canaries("") + "}")));
        assertEquals(404, receive(CARD, Map.of(), "{}"));
        till.applyInbox();
        answer(till.replay(Till.TENANT, "simulator", "evt_1"));
        answer(till.replay(Till.TENANT, "stripe", "evt_4"));
        answer(till.replay(Till.TENANT, "simulator", CARD));
    }

    private void everyRequest() {
        var orderId = till.paidOrder();
        till.refund(orderId, "k", "{\"refundId\":\"r\"}");
        till.executeRefunds();
        answer(till.refund(orderId, "k2", canaries(",\"refundId\":\"s\"")));
        answer(till.refund(orderId, "k3", "{\"refundId\":\"" + GROUPED + "\"}"));
        var waiting = till.openOrder();
        answer(till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"" + CARD + "\"}"));
        answer(till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"stripe\",\"returnUrl\":\"" + CARD + "\"}"));
        answer(till.retry(waiting, Till.CUSTOMER, canaries("")));
        answer(till.retry(waiting, Till.CUSTOMER, CARD));
        answer(till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"stripe\"}"));
        answer(till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"wechatpay\"}"));
        till.cancel(waiting);
        var closed = till.openOrder();
        till.close(closed, CARD);
        till.settle(closed, 1, Outcome.SUCCEEDED);
        till.applyInbox();
    }

    private void everyFailure() {
        var waiting = till.openOrder();
        for (var provider : List.of("simulator", "stripe", "wechatpay")) {
            till.environment.put(provider.toUpperCase(Locale.ROOT) + "_BASE_URL", "http://127.0.0.1:1");
            answer(till.retry(waiting, Till.CUSTOMER, "{\"paymentProvider\":\"" + provider + "\"}"));
        }
        till.clock.advance(Duration.ofMinutes(10));
        till.otherSecrets.put("arn:stripe", "{\"apiKey\":\"sk_test_local\",\"signingSecrets\":[\"" + RealProviders.WHSEC + "\"]}");
        till.otherSecrets.put("arn:wechatpay", "{\"apiV3Keys\":[\"" + RealProviders.API_V3_KEY + "\"],\"merchantPrivateKey\":");
        for (var provider : List.of("stripe", "wechatpay")) {
            try {
                till.webhook(provider, Map.of("Stripe-Signature", "t=1,v1=" + "0".repeat(64)), "{}");
            } catch (RuntimeException failed) {
                answered.add(failed.toString());
            }
        }
        var poison = Event.of("commerce.payment", "refund.requested.v1", Till.TENANT, "x", "", till.clock.instant(), Map.of("refundId", CARD, "paymentId", GROUPED, "provider", "stripe"));
        assertEquals(1, till.deliver(till.executeRefund, poison).path("batchItemFailures").size());
    }
}
