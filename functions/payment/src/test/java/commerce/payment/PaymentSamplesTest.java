package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every sample of payment's operations through the real handler: one order's day. */
class PaymentSamplesTest {

    private static final String ORDER = "01K9Z8Q4J0W3N5R7T9V1X3Z5B7";
    private static final String PAYMENT = "demo-shop_" + ORDER + "_1";

    private final Till till = new Till();

    @BeforeEach
    void theBusAccepts() {
        till.aws.standIn().acceptEvents();
    }

    @AfterEach
    void close() {
        till.close();
    }

    private JsonNode play(String operation, RequestStreamHandler handler) {
        return Lambda.invoke(handler, Json.read(Contracts.sample(operation)), till.environment);
    }

    private String status() {
        return till.table.get("demo-shop#ORDER#" + ORDER, "PAYMENT").get("status").s();
    }

    @Test
    void anOrderIsRequestedTriedAgainPaidAndRefunded() {
        assertEquals("OPEN", play("request-payment", till.requestPayment).path("status").asText());
        assertEquals(201, play("retry-payment", till.retryPayment).path("statusCode").asInt());
        assertEquals(0, play("apply-notification", till.applyNotification).path("batchItemFailures").size());
        assertEquals("CAPTURED", status());
        assertEquals("CAPTURED", play("close-payment", till.closePayment).path("status").asText());
        var refund = play("refund-payment", till.refundPayment);
        assertEquals(202, refund.path("statusCode").asInt(), refund::toString);
        assertEquals(3000, Json.read(refund.path("body").asText()).path("amount").path("amount").asInt());
        // The sample of the notification names a payment the simulator has not been paid for; here it is.
        till.simulator.settle(PAYMENT, Outcome.SUCCEEDED, 1, Optional.empty());
        assertEquals(0, play("execute-refund", till.executeRefund).path("batchItemFailures").size());
        assertEquals("PENDING", till.table.get("demo-shop#ORDER#" + ORDER, "REFUND#return-1").get("status").s());
    }

    @Test
    void anOrderIsCancelled() {
        play("request-payment", till.requestPayment);
        assertEquals(0, play("cancel-payment", till.cancelPayment).path("batchItemFailures").size());
        assertEquals("BY_CUSTOMER", till.table.get("demo-shop#ORDER#" + ORDER, "PAYMENT").get("reason").s());
        assertEquals("BY_CUSTOMER", play("close-payment", till.closePayment).path("reason").asText());
    }

    @Test
    void aRefusedPaymentIsLookedAfterAndFound() {
        play("request-payment", till.requestPayment);
        till.simulator.settle(PAYMENT, Outcome.FAILED, 0, Optional.empty());
        till.aws.standIn().on("AWSStepFunctions.StartExecution", input -> Map.of("executionArn", "arn", "startDate", 0));
        assertEquals(0, play("start-payment-recovery", till.startPaymentRecovery).path("batchItemFailures").size());
        assertEquals(ORDER + "-1", till.aws.standIn().calls("AWSStepFunctions.StartExecution").getFirst().input().path("name").asText());
        assertEquals("OPEN", play("query-payment", till.queryPayment).path("status").asText());
        assertEquals("OFFERED", play("offer-recovery", till.offerRecovery).path("status").asText());
        till.simulator.settle(PAYMENT, Outcome.SUCCEEDED, 0, Optional.empty());
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals(1, play("query-pending-payments", till.queryPendingPayments).path("found").asInt());
        assertEquals("CAPTURED", status());
    }

    @Test
    void aRefundThatNobodyWorkedOnIsMadeByTheSweeper() {
        play("request-payment", till.requestPayment);
        till.simulator.settle(PAYMENT, Outcome.SUCCEEDED, 0, Optional.empty());
        assertEquals("CAPTURED", play("query-payment", till.queryPayment).path("status").asText());
        assertEquals(202, play("refund-payment", till.refundPayment).path("statusCode").asInt());
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals(1, play("query-pending-refunds", till.queryPendingRefunds).path("asked").asInt());
        var refund = play("read-refunds", till.readRefunds).path("refunds").path(0);
        assertEquals("return-1", refund.path("refundId").asText());
        assertEquals("PENDING", refund.path("status").asText());
    }

    @Test
    void aNotificationIsTakenAndSwept() {
        till.secrets.put("AWSCURRENT", "simulator-sample-secret");
        till.secrets.put("AWSPREVIOUS", Till.SECRET);
        var answer = play("payment-webhook", till.paymentWebhook);
        assertEquals(200, answer.path("statusCode").asInt(), answer::toString);
        till.clock.advance(Duration.ofMinutes(2));
        assertEquals(1, play("reapply-notifications", till.reapplyNotifications).path("applied").asInt());
        assertEquals("QUARANTINED", till.table.get("_platform#simulator#evt_" + PAYMENT + "_1", "INBOX").get("verdict").s(), "no such payment was asked for here");
        assertEquals("QUARANTINED", Json.read(play("replay-webhook", till.replayWebhook).path("body").asText()).path("verdict").asText());
    }

    @Test
    void theProviderThatMovesNoMoneyHasNoBill() {
        assertEquals(0, play("fetch-bills", till.fetchBills).path("bills").asInt());
    }

    @Test
    void aStreamedChangeIsPublished() {
        assertEquals(0, play("publish-payment-events", till.publishPaymentEvents).path("batchItemFailures").size());
        var entry = till.aws.standIn().calls("AWSEvents.PutEvents").getFirst().input().path("Entries").get(0);
        assertEquals("commerce.payment", entry.path("Source").asText());
        Contracts.assertMatchSchemas(List.of(Json.read(entry.path("Detail").asText(), Event.class)));
    }

    @Test
    void whatTheStreamLeftBehindIsPublishedLater() {
        play("close-payment", till.closePayment);
        assertEquals(0, play("republish-payment-events", till.republishPaymentEvents).path("published").asInt());
        till.clock.advance(Duration.ofMinutes(6));
        assertEquals(1, play("republish-payment-events", till.republishPaymentEvents).path("published").asInt());
        assertEquals(List.of(), till.table.outbox());
    }

    @Test
    void anEventWithAFieldTooManyWouldNotPass() {
        play("close-payment", till.closePayment);
        var event = till.table.outbox().getFirst();
        Contracts.assertMatchSchemas(List.of(event));
        var data = ((ObjectNode) event.data()).deepCopy().put("cardNumber", "4111");
        var wrong = new Event(event.id(), event.source(), event.type(), event.time(), event.subject(), event.tenant(), data);
        assertThrows(AssertionError.class, () -> Contracts.assertMatchSchemas(List.of(wrong)));
        assertTrue(event.type().startsWith("payment."));
    }
}
