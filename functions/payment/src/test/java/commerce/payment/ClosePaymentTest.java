package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Busy;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosePaymentTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    /** Paid at the provider, but its word has not come. */
    private void payUnheard(String orderId, int attempt) {
        till.door.leadsTo((provider, headers, body) -> 500);
        till.simulator.settle(Till.id(orderId, attempt).toString(), Outcome.SUCCEEDED, 1, Optional.empty());
    }

    private static String closed(String reason) {
        return "{'status':'CLOSED','reason':'" + reason + "'}";
    }

    private static String captured(String orderId, int attempt) {
        return "{'status':'CAPTURED','paymentId':'" + Till.id(orderId, attempt) + "','provider':'simulator'}";
    }

    @Test
    void anUnpaidOrderIsClosedHereAndAtTheProvider() {
        var orderId = till.openOrder();
        assertEquals(Till.json(closed("PAYMENT_TIMEOUT")), till.close(orderId, "States.Timeout"));
        assertEquals(Attempt.Status.CLOSED, till.row(orderId).attempt(1).orElseThrow().status());
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 1)).contains("closed"));
        assertEquals(List.of("payment.closed.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void closingAgainAnswersTheSameAndChangesNothing() {
        var orderId = till.openOrder();
        var first = till.close(orderId, "States.Timeout");
        var row = till.everything();
        assertEquals(first, till.close(orderId, "Lambda.Unknown"), "the first reason stays");
        assertEquals(row, till.everything());
    }

    @Test
    void aRefusedAndAbandonedPaymentSaysSo() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        assertEquals(Till.json(closed("PAYMENT_FAILED")), till.close(orderId, "States.Timeout"));
    }

    @Test
    void anErrorBeforeThePaymentClosesWhatWasNeverAskedFor() {
        var orderId = till.newOrder();
        assertEquals(Till.json(closed("CHECKOUT_FAILED")), till.close(orderId, "commerce.inventory.OutOfStock"));
        assertEquals(Till.json(closed("CHECKOUT_FAILED")), till.close(orderId, "commerce.inventory.OutOfStock"));
        assertEquals(List.of("payment.closed.v1"), till.events(orderId));
    }

    @Test
    void aPaymentThatIsCapturedStaysCaptured() {
        var orderId = till.paidOrder();
        var before = till.everything();
        assertEquals(Till.json(captured(orderId, 1)), till.close(orderId, "States.Timeout"));
        assertEquals(before, till.everything());
    }

    @Test
    void aProviderThatAnswersPaidCountsAsCaptured() {
        var orderId = till.openOrder();
        payUnheard(orderId, 1);
        assertEquals(Till.json(captured(orderId, 1)), till.close(orderId, "States.Timeout"));
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void theWordOfAPaymentThatTheCloseFoundChangesNothing() {
        var orderId = till.openOrder();
        payUnheard(orderId, 1);
        till.close(orderId, "States.Timeout");
        var row = till.row(orderId);
        till.door.leadsTo((provider, headers, body) -> till.webhook(provider, headers, body).status());
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(row, till.row(orderId));
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void aRefusedAttemptThatWasPaidAfterAllCountsAsCaptured() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        payUnheard(orderId, 1);
        assertEquals(Till.json(captured(orderId, 1)), till.close(orderId, "States.Timeout"));
    }

    @Test
    void moneyNotAsAskedDoesNotKeepThePaymentOpen() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 1, commerce.kernel.Money.of(1, "CNY"));
        assertEquals(Till.json(closed("PAYMENT_TIMEOUT")), till.close(orderId, "States.Timeout"));
    }

    @Test
    void aCaptureJustBeforeTheCloseWins() {
        var orderId = till.openOrder();
        till.aws.interleaving().runBefore("UpdateItem", () -> {
            till.settle(orderId, 1, Outcome.SUCCEEDED);
            till.applyInbox();
        });
        assertEquals(Till.json(captured(orderId, 1)), till.close(orderId, "States.Timeout"));
        assertTrue(till.aws.interleaving().allRan());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void aCloseJustBeforeTheCaptureWinsAndTheMoneyGoesBack() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        // The provider says paid when it is closed, so only a close that does not see it can win: here the customer's, before the capture.
        till.aws.interleaving().runBefore("UpdateItem", () -> till.table.during(() -> till.rows.closeIfUnchanged(till.row(orderId), CloseReason.BY_CUSTOMER, Set.of(),
                PaymentEvents.closed(Till.TENANT, orderId, CloseReason.BY_CUSTOMER, till.clock.instant()))));
        till.applyInbox();
        assertTrue(till.aws.interleaving().allRan());
        assertEquals(Payment.Status.CLOSED, till.row(orderId).status());
        assertEquals(List.of("payment.closed.v1", "payment.received_late.v1", "payment.requested.v1", "refund.requested.v1"), till.events(orderId));
    }

    @Test
    void anAttemptMadeDuringTheCloseIsClosedToo() {
        var orderId = till.openOrder();
        till.aws.interleaving().runBefore("UpdateItem", () -> assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status()));
        assertEquals(Till.json(closed("PAYMENT_TIMEOUT")), till.close(orderId, "States.Timeout"));
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 2)).contains("closed"));
        assertEquals(Attempt.Status.CLOSED, till.row(orderId).attempt(2).orElseThrow().status());
    }

    @Test
    void aRefusalThatComesDuringTheCloseIsTheReason() {
        var orderId = till.openOrder();
        till.aws.interleaving().runBefore("UpdateItem", () -> {
            till.settle(orderId, 1, Outcome.FAILED);
            till.applyInbox();
        });
        assertEquals(Till.json(closed("PAYMENT_FAILED")), till.close(orderId, "States.Timeout"));
    }

    @Test
    void aRequestJustBeforeTheTombstoneIsClosed() {
        var orderId = till.newOrder();
        till.aws.interleaving().runBefore("PutItem", () -> till.request(orderId, "token-of-" + orderId));
        assertEquals(Till.json(closed("CHECKOUT_FAILED")), till.close(orderId, "Lambda.Unknown"));
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 1)).contains("closed"));
    }

    @Test
    void nothingIsDecidedWhileTheProviderDoesNotAnswer() {
        var orderId = till.openOrder();
        var before = till.everything();
        till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        assertThrows(Busy.class, () -> till.close(orderId, "States.Timeout"));
        assertEquals(before, till.everything());
    }

    @Test
    void aCrashAfterTheProvidersCloseIsHealedByTheRetry() {
        var orderId = till.openOrder();
        till.aws.interleaving().runBefore("UpdateItem", Crash::now);
        assertThrows(RuntimeException.class, () -> till.close(orderId, "States.Timeout"));
        assertEquals(Payment.Status.OPEN, till.row(orderId).status());
        assertEquals(Till.json(closed("PAYMENT_TIMEOUT")), till.close(orderId, "States.Timeout"));
    }

    // ---- the customer's cancellation ----------------------------------------------------------------------------------------------

    @Test
    void aCancellationClosesThePaymentAndFailsTheToken() {
        var orderId = till.openOrder();
        assertEquals(0, till.cancel(orderId).path("batchItemFailures").size());
        assertEquals(Optional.of(CloseReason.BY_CUSTOMER), till.row(orderId).reason());
        var failure = till.answers(orderId, "SendTaskFailure").getFirst();
        assertEquals("commerce.payment.PaymentClosed", failure.path("error").asText());
        assertEquals("token-of-" + orderId, failure.path("taskToken").asText());
        assertEquals(Till.json(closed("BY_CUSTOMER")), till.close(orderId, "commerce.payment.PaymentClosed"));
    }

    @Test
    void aCancellationBeforeThePaymentIsAskedForBlocksIt() {
        var orderId = till.newOrder();
        till.cancel(orderId);
        till.request(orderId, "late-" + orderId);
        assertEquals(1, till.answers(orderId, "SendTaskFailure").size());
        assertEquals(Till.json(closed("BY_CUSTOMER")), till.close(orderId, "commerce.payment.PaymentClosed"));
    }

    @Test
    void aCancellationAfterTheMoneyChangesNothing() {
        var orderId = till.paidOrder();
        var before = till.everything();
        till.cancel(orderId);
        assertEquals(before, till.everything());
        assertEquals(List.of(), till.answers(orderId, "SendTaskFailure"));
    }

    @Test
    void aCancellationThatFindsTheOrderPaidLetsTheWorkflowGoOn() {
        var orderId = till.openOrder();
        payUnheard(orderId, 1);
        till.cancel(orderId);
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
    }

    @Test
    void aCrashBetweenTheCloseAndTheTokenIsHealedByTheRedelivery() {
        var orderId = till.openOrder();
        till.aws.interleaving().runAfter("UpdateItem", Crash::now);
        assertEquals(1, till.cancel(orderId).path("batchItemFailures").size());
        assertEquals(List.of(), till.answers(orderId, "SendTaskFailure"));
        assertEquals(0, till.cancel(orderId).path("batchItemFailures").size());
        assertEquals(1, till.answers(orderId, "SendTaskFailure").size());
        assertEquals(List.of("payment.closed.v1", "payment.requested.v1"), till.events(orderId));
    }
}
