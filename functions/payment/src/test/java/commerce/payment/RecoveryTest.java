package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.testing.AwsStandIn.AwsError;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The functions the payment-recovery workflow consists of, and what starts it. */
class RecoveryTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private JsonNode query(String orderId) {
        return Lambda.invoke(till.queryPayment, Map.of("tenant", Till.TENANT, "orderId", orderId), till.environment);
    }

    private JsonNode offer(String orderId, String coupon) {
        return Lambda.invoke(till.offerRecovery, Map.of("tenant", Till.TENANT, "orderId", orderId, "customer", Till.CUSTOMER, "couponCode", coupon, "validUntil", "2026-11-28T02:00:00.000Z"), till.environment);
    }

    private String refusedOrder() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        return orderId;
    }

    private Event failed(String orderId) {
        return till.table.outbox().stream().filter(event -> event.type().equals("payment.failed.v1") && event.subject().equals(orderId)).findFirst().orElseThrow();
    }

    @Test
    void aRefusalStartsOneRecoveryCountedFromTheRefusal() {
        till.aws.standIn().on("AWSStepFunctions.StartExecution", input -> Map.of("executionArn", "arn", "startDate", 0));
        var orderId = refusedOrder();
        assertEquals(0, till.deliver(till.startPaymentRecovery, failed(orderId)).path("batchItemFailures").size());
        var started = till.aws.standIn().calls("AWSStepFunctions.StartExecution").getFirst().input();
        assertEquals(orderId + "-1", started.path("name").asText());
        assertEquals("arn:aws:states:eu-central-1:000000000000:stateMachine:payment-recovery", started.path("stateMachineArn").asText());
        assertEquals(Till.json("{'tenant':'" + Till.TENANT + "','orderId':'" + orderId + "','failedAt':'" + till.clock.instant() + "'}"), Till.json(started.path("input").asText()));
    }

    @Test
    void aRecoveryThatWasStartedBeforeIsAsGoodAsStarted() {
        till.aws.standIn().on("AWSStepFunctions.StartExecution", input -> {
            throw new AwsError("ExecutionAlreadyExists", 400);
        });
        assertEquals(0, till.deliver(till.startPaymentRecovery, failed(refusedOrder())).path("batchItemFailures").size());
    }

    @Test
    void aRefusedPaymentThatNobodyPaidStaysOpen() {
        var orderId = refusedOrder();
        var before = till.everything();
        assertEquals(Till.json("{'status':'OPEN','customer':'alice'}"), query(orderId));
        assertEquals(before, till.everything());
    }

    @Test
    void moneyWhoseNotificationWasLostIsFoundAndTheCheckoutGoesOn() {
        var orderId = refusedOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        assertEquals("CAPTURED", query(orderId).path("status").asText());
        assertEquals(List.of("payment.captured.v1", "payment.failed.v1", "payment.requested.v1"), till.events(orderId));
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
        var after = till.row(orderId);
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(after, till.row(orderId), "told after all, it changes nothing");
    }

    @Test
    void eachAttemptIsAskedAfter() {
        var orderId = refusedOrder();
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        assertEquals("CAPTURED", query(orderId).path("status").asText());
        assertEquals(1, till.row(orderId).captured().orElseThrow());
    }

    @Test
    void aDecidedPaymentIsNotAskedAfter() {
        var orderId = refusedOrder();
        till.close(orderId, "States.Timeout");
        till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        assertEquals("CLOSED", query(orderId).path("status").asText());
    }

    @Test
    void theOfferIsToldOncePerOrder() {
        var orderId = refusedOrder();
        assertEquals("OFFERED", offer(orderId, "BACK-1").path("status").asText());
        assertEquals("OFFERED", offer(orderId, "BACK-1").path("status").asText());
        assertEquals("BACK-1", till.row(orderId).offer().orElseThrow());
        var told = till.table.outbox().stream().filter(event -> event.type().equals("payment.recovery_offered.v1")).toList();
        assertEquals(1, told.size());
        assertEquals(Till.json("{'orderId':'" + orderId + "','customer':'alice','couponCode':'BACK-1','validUntil':'2026-11-28T02:00:00.000Z'}"), told.getFirst().data());
    }

    @Test
    void whoHasPaidMeanwhileIsOfferedNothing() {
        var orderId = refusedOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        var before = till.everything();
        assertEquals("TOO_LATE", offer(orderId, "BACK-1").path("status").asText());
        assertEquals(before, till.everything());
    }

    @Test
    void afterTheWindowMoneyOfTheRefusedAttemptGoesBackByItself() {
        var orderId = refusedOrder();
        query(orderId);
        offer(orderId, "BACK-1");
        till.clock.advance(Till.WINDOW);
        assertEquals("PAYMENT_FAILED", till.close(orderId, "States.Timeout").path("reason").asText());
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(Payment.Status.CLOSED, till.row(orderId).status());
        till.executeRefunds();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "late-1").status());
        assertTrue(till.events(orderId).containsAll(List.of("payment.received_late.v1", "refund.succeeded.v1")));
    }
}
