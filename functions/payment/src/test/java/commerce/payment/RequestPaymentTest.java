package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Busy;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestPaymentTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    @Test
    void anOrderCanBePaidAtItsProvider() {
        var orderId = till.openOrder();
        var attempt = till.row(orderId).attempt(1).orElseThrow();
        assertEquals(Attempt.Status.OPEN, attempt.status());
        assertEquals(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 1), attempt.action().orElseThrow().url());
        assertEquals(Optional.of("token-of-" + orderId), till.row(orderId).taskToken());
        assertEquals(List.of("payment.requested.v1"), till.events(orderId));
        assertEquals(List.of(), till.answers(orderId, "SendTaskSuccess"));
    }

    @Test
    void aRepeatedRequestIsTheSameAttemptWithTheNewestToken() {
        var orderId = till.openOrder();
        var first = till.row(orderId);
        till.request(orderId, "second-token-of-" + orderId);
        var second = till.row(orderId);
        assertEquals(Optional.of("second-token-of-" + orderId), second.taskToken());
        assertEquals(first.attempts(), second.attempts());
        assertEquals(List.of("payment.requested.v1"), till.events(orderId));
    }

    @Test
    void thePaymentWindowIsTheFirstRequests() {
        var orderId = till.openOrder();
        var until = till.row(orderId).terms().orElseThrow().payableUntil();
        till.clock.advance(Duration.ofMinutes(10));
        till.request(orderId, "redriven-" + orderId);
        assertEquals(until, till.row(orderId).terms().orElseThrow().payableUntil());
    }

    @Test
    void aRequestThatComesAfterTheDecisionAnswersItsOwnToken() {
        var paid = till.paidOrder();
        till.aws.standIn().forgetCalls();
        till.request(paid, "redriven-" + paid);
        var success = till.answers(paid, "SendTaskSuccess").getFirst();
        assertEquals("redriven-" + paid, success.path("taskToken").asText());
        assertEquals(Till.json("{'status':'CAPTURED','paymentId':'" + Till.id(paid, 1) + "','provider':'simulator'}"), Till.json(success.path("output").asText()));

        var closed = till.openOrder();
        till.close(closed, "States.Timeout");
        till.request(closed, "redriven-" + closed);
        var failure = till.answers(closed, "SendTaskFailure").getFirst();
        assertEquals("commerce.payment.PaymentClosed", failure.path("error").asText());
        assertEquals("redriven-" + closed, failure.path("taskToken").asText());
    }

    @Test
    void aTombstoneBlocksALateRequest() {
        var orderId = till.newOrder();
        assertEquals(Till.json("{'status':'CLOSED','reason':'CHECKOUT_FAILED'}"), till.close(orderId, "Lambda.Unknown"));
        var before = till.row(orderId);
        assertEquals("CLOSED", till.request(orderId, "late-" + orderId).path("status").asText());
        assertEquals("commerce.payment.PaymentClosed", till.answers(orderId, "SendTaskFailure").getFirst().path("error").asText());
        assertEquals(before, till.row(orderId));
        assertTrue(till.simulator.settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty()) instanceof commerce.local.simulators.Settlement.UnknownPayment,
                "the provider was never asked");
    }

    @Test
    void aCrashBetweenTheProvidersAnswerAndOurWriteIsHealedByTheRetry() {
        var orderId = till.newOrder();
        // The claim is the first update, what the provider answered would be the second.
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertThrows(RuntimeException.class, () -> till.request(orderId, "first-" + orderId));
        assertTrue(till.row(orderId).attempt(1).orElseThrow().action().isEmpty());
        till.request(orderId, "second-" + orderId);
        assertTrue(till.row(orderId).attempt(1).orElseThrow().action().isPresent());
        assertEquals(List.of("payment.requested.v1"), till.events(orderId));
    }

    @Test
    void aCancellationThatOvertakesTheProvidersAnswerWins() {
        var orderId = till.newOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.cancel(orderId));
        till.request(orderId, "token-of-" + orderId);
        assertTrue(till.aws.interleaving().allRan());
        assertEquals(Payment.Status.CLOSED, till.row(orderId).status());
        assertEquals("commerce.payment.PaymentClosed", till.answers(orderId, "SendTaskFailure").getFirst().path("error").asText());
        assertEquals(List.of("payment.closed.v1"), till.events(orderId));
        // The door that was opened after the close is closed again: nobody can walk in.
        till.close(orderId, "x");
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 1)).contains("closed"));
    }

    @Test
    void moneyThatOvertakesTheProvidersAnswerIsKept() {
        var orderId = till.newOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", () -> {
            till.settle(orderId, 1, Outcome.SUCCEEDED);
            till.applyInbox();
        }));
        till.request(orderId, "token-of-" + orderId);
        assertTrue(till.aws.interleaving().allRan());
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
    }

    @Test
    void aRepeatedRequestFindsMoneyWhoseNotificationWasLost() {
        var orderId = till.openOrder();
        till.door.leadsTo((provider, headers, body) -> 500);
        till.simulator.settle(Till.id(orderId, 1).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals("CAPTURED", till.request(orderId, "redriven-" + orderId).path("status").asText());
        assertEquals("redriven-" + orderId, till.answers(orderId, "SendTaskSuccess").getFirst().path("taskToken").asText());
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
    }

    @Test
    void aProviderThatIsOffOrUnknownCannotTakeThePayment() {
        var orderId = till.newOrder();
        till.environment.put("SIMULATOR_BASE_URL", "");
        assertThrows(PaymentNotPossible.class, () -> till.request(orderId, "token"));
        assertThrows(PaymentNotPossible.class, () -> Lambda.invoke(till.requestPayment, Map.of("tenant", "t", "orderId", orderId, "taskToken", "x", "customer", "c",
                "provider", "stripe", "amount", Till.PRICE, "expiresAt", 1), till.environment));
        assertEquals(List.of(), till.table.all());
    }

    @Test
    void aProviderThatDoesNotAnswerIsBusyAndTheAttemptStaysClaimed() {
        var orderId = till.newOrder();
        till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        assertThrows(Busy.class, () -> till.request(orderId, "first-" + orderId));
        till.environment.put("SIMULATOR_BASE_URL", till.simulator.baseUrl().toString());
        till.request(orderId, "second-" + orderId);
        assertEquals(1, till.row(orderId).attempts().size());
    }
}
