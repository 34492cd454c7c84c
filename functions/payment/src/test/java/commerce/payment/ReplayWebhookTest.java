package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.stripe.net.Webhook;
import commerce.kernel.Money;
import commerce.local.simulators.Outcome;
import commerce.payment.Postman.Delivery;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Verdict;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayWebhookTest {

    private final Till till = new Till();
    private final RealProviders providers = new RealProviders(till);
    private final Postman postman = new Postman(till);

    @AfterEach
    void close() {
        providers.close();
        till.close();
    }

    private String eventId() {
        return till.table.all().stream().filter(item -> item.get("sk").s().equals("INBOX")).findFirst().orElseThrow().get("eventId").s();
    }

    private Verdict replay(String provider, String eventId) {
        var answer = till.replay(Till.TENANT, provider, eventId);
        assertEquals(200, answer.status(), answer.body()::toString);
        assertEquals(eventId, answer.body().path("eventId").asText());
        return Verdict.valueOf(answer.body().path("verdict").asText());
    }

    @Test
    void whatHadItsEffectHasNoneASecondTime() {
        var orderId = till.paidOrder();
        var before = till.row(orderId);
        var events = till.events(orderId);
        till.clock.advance(Duration.ofDays(3));
        for (int i = 0; i < 3; i++) {
            assertEquals(Verdict.ACCEPTED, replay("simulator", eventId()));
        }
        assertEquals(before, till.row(orderId));
        assertEquals(events, till.events(orderId));
        assertEquals("3", postman.stored("simulator", eventId()).get("replays").n());
        assertEquals("ACCEPTED", postman.stored("simulator", eventId()).get("verdict").s());
    }

    @Test
    void whatCouldNotBeReadForAWrongSecretHasItsEffectOnceThatIsMended() throws GeneralSecurityException {
        var id = postman.openOrder("stripe", Till.PRICE);
        till.otherSecrets.compute("arn:stripe", (arn, secret) -> secret.replace(RealProviders.ACCOUNT, "acct_mistyped"));
        till.clock.advance(Duration.ofMinutes(6));
        var body = """
                {"id":"evt_1","type":"checkout.session.completed","livemode":false,"account":"%s","data":{"object":{"payment_intent":"pi_1","payment_status":"paid",\
                "amount_total":8800,"currency":"cny","metadata":{"payment_id":"%s"}}}}""".formatted(RealProviders.ACCOUNT, id);
        var signature = Webhook.Signature.generateSignatureHeader(body, RealProviders.WHSEC, till.clock.instant().getEpochSecond());
        assertEquals(Verdict.QUARANTINED, postman.deliver("stripe", Delivery.of(Map.of("Stripe-Signature", signature), body)).verdict());
        assertEquals(Payment.Status.OPEN, till.row(id.orderId()).status());

        till.otherSecrets.put("arn:stripe", RealProviders.stripeSecret(List.of(RealProviders.WHSEC)));
        till.clock.advance(Duration.ofMinutes(6));
        assertEquals(Verdict.ACCEPTED, replay("stripe", "evt_1"));
        assertEquals(Payment.Status.CAPTURED, till.row(id.orderId()).status());
        assertEquals(1, till.answers(id.orderId(), "SendTaskSuccess").size());
    }

    @Test
    void whatIsWrongStaysQuarantinedAndSaysWhy() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 1, Money.of(1, "CNY"));
        till.applyInbox();
        var answer = till.replay(Till.TENANT, "simulator", eventId());
        assertEquals("QUARANTINED", answer.body().path("verdict").asText());
        assertEquals("another amount or currency than was asked for", answer.body().path("why").asText());
        assertEquals(1, till.table.outbox().stream().filter(event -> event.type().equals("payment.quarantined.v1")).count());
    }

    @Test
    void aCrashInTheMiddleLeavesItToTheSweeper() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertThrows(RuntimeException.class, () -> till.replay(Till.TENANT, "simulator", eventId()));
        till.clock.advance(Duration.ofMinutes(2));
        till.table.during(() -> till.reapplyNotifications.handle(null));
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
    }

    @Test
    void nobodySeesAnotherTenantsNotificationsNorOnesThatThereAreNot() {
        till.paidOrder();
        var before = till.table.all();
        var answer = till.replay("another_shop", "simulator", eventId());
        assertEquals(404, answer.status());
        assertEquals("urn:commerce:problem:notification-not-found", answer.body().path("type").asText());
        assertEquals(404, till.replay(Till.TENANT, "simulator", "evt_unknown").status());
        assertEquals(404, till.replay(Till.TENANT, "simulator", "evt#INBOX").status());
        assertEquals(404, till.replay(Till.TENANT, "unknown", "evt_1").status());
        assertEquals(before, till.table.all());
    }
}
