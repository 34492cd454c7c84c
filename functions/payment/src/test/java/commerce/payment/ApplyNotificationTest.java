package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.AwsStandIn.AwsError;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Signature;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplyNotificationTest {

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private boolean nothingWaits() {
        return till.table.all().stream().noneMatch(item -> item.containsKey("inboxShard"));
    }

    /** A notification of the provider's, signed as it signs, that says something its own books would never say. */
    private void say(String eventId, String type, String paymentId, Money amount, String refundReference) {
        var data = Json.object().put("paymentId", paymentId).put("providerReference", "sim_x");
        data.set("amount", Json.tree(amount));
        if (refundReference != null) {
            data.put("refundId", refundReference);
        }
        var event = Json.object().put("id", eventId).put("type", type).put("created", till.clock.instant().getEpochSecond());
        event.set("data", data);
        var body = Json.write(event);
        var answer = till.webhook("simulator", Map.of(Signature.HEADER, Signature.of(Till.SECRET, till.clock.instant(), body.getBytes(StandardCharsets.UTF_8))), body);
        assertEquals(200, answer.status());
        assertEquals(0, till.applyInbox().path("batchItemFailures").size());
    }

    private String verdict(String eventId) {
        return till.table.get("_platform#simulator#" + eventId, "INBOX").get("verdict").s();
    }

    @Test
    void moneyIsKeptAndTheWorkflowGoesOn() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        assertEquals(0, till.applyInbox().path("batchItemFailures").size());
        var row = till.row(orderId);
        assertEquals(Payment.Status.CAPTURED, row.status());
        assertEquals(1, row.captured().orElseThrow());
        assertEquals(Attempt.Status.SUCCEEDED, row.attempt(1).orElseThrow().status());
        var answer = till.answers(orderId, "SendTaskSuccess").getFirst();
        assertEquals("token-of-" + orderId, answer.path("taskToken").asText());
        assertEquals(Till.json("{'status':'CAPTURED','paymentId':'" + Till.id(orderId, 1) + "','provider':'simulator'}"), Till.json(answer.path("output").asText()));
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
        assertTrue(nothingWaits());
    }

    @Test
    void theSameSuccessSaidFiveTimesCountsOnce() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 5, null);
        till.applyInbox();
        var row = till.row(orderId);
        for (int i = 0; i < 3; i++) {
            till.settle(orderId, 1, Outcome.SUCCEEDED);
            till.applyInbox();
        }
        assertEquals(row, till.row(orderId), "said again under other event ids");
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void aRefusalLeavesTheOrderOpenAndASuccessAfterItCounts() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED, 3, null);
        till.applyInbox();
        assertEquals(Payment.Status.OPEN, till.row(orderId).status());
        assertEquals(Attempt.Status.FAILED, till.row(orderId).attempt(1).orElseThrow().status());
        assertEquals(List.of("payment.failed.v1", "payment.requested.v1"), till.events(orderId));
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
    }

    @Test
    void lateMoneyIsRefundedByItselfExactlyOnce() {
        var orderId = till.openOrder();
        till.close(orderId, "States.Timeout");
        for (int i = 0; i < 3; i++) {
            till.settle(orderId, 1, Outcome.SUCCEEDED, 2, null);
            till.applyInbox();
        }
        assertEquals(Payment.Status.CLOSED, till.row(orderId).status());
        assertEquals(List.of("payment.closed.v1", "payment.received_late.v1", "payment.requested.v1", "refund.requested.v1"), till.events(orderId));
        assertEquals(Refund.Status.PENDING, till.refund(orderId, "late-1").status());
        till.executeRefunds();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "late-1").status());
        till.executeRefunds();
        assertEquals(1, till.events(orderId).stream().filter("refund.succeeded.v1"::equals).count());
    }

    @Test
    void ofTwoSuccessesTheSecondIsRefunded() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        till.settle(orderId, 2, Outcome.SUCCEEDED);
        till.applyInbox();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(2, till.row(orderId).captured().orElseThrow());
        assertEquals(0, till.row(orderId).refundingMinor(), "late money does not count against what is kept");
        till.executeRefunds();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "late-1").status());
        assertEquals(Till.id(orderId, 1), till.refund(orderId, "late-1").paymentId());
    }

    @Test
    void moneyThatIsNotAsAskedIsQuarantinedAndChangesNothing() {
        var orderId = till.openOrder();
        var row = till.row(orderId);
        till.settle(orderId, 1, Outcome.SUCCEEDED, 1, Money.of(8799, "CNY"));
        till.applyInbox();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 1, Money.of(8800, "USD"));
        till.applyInbox();
        say("evt_other_attempt", "payment.succeeded", Till.id(orderId, 2).toString(), Till.PRICE, null);
        assertEquals("QUARANTINED", verdict("evt_other_attempt"));
        assertEquals(row, till.row(orderId));
        assertEquals(3, till.table.outbox().stream().filter(event -> event.type().equals("payment.quarantined.v1")).count());
        assertEquals(List.of(), till.answers(orderId, "SendTaskSuccess"));
        assertTrue(nothingWaits());
    }

    @Test
    void aPaymentThatIsNoneOfOursIsQuarantined() {
        say("evt_unknown_order", "payment.succeeded", Till.id(till.newOrder(), 1).toString(), Till.PRICE, null);
        say("evt_no_id", "payment.succeeded", "somebody-else's", Till.PRICE, null);
        say("evt_refused_unknown", "payment.failed", Till.id(till.newOrder(), 1).toString(), Till.PRICE, null);
        for (var eventId : List.of("evt_unknown_order", "evt_no_id", "evt_refused_unknown")) {
            assertEquals("QUARANTINED", verdict(eventId));
        }
        assertEquals(List.of("_platform", Till.TENANT, Till.TENANT), till.table.outbox().stream().map(event -> event.tenant()).sorted().toList());
    }

    @Test
    void aWordOnARefundThatWasNeverAskedForIsQuarantined() {
        var orderId = till.paidOrder();
        var row = till.row(orderId);
        say("evt_r1", "refund.succeeded", Till.id(orderId, 1).toString(), Till.PRICE, Till.id(orderId, 1).refundReference("never"));
        say("evt_r2", "refund.failed", Till.id(orderId, 1).toString(), Till.PRICE, "other_shop_" + orderId + "_r");
        assertEquals("QUARANTINED", verdict("evt_r1"));
        assertEquals("QUARANTINED", verdict("evt_r2"));
        assertEquals(row, till.row(orderId));
    }

    // ---- crashes ------------------------------------------------------------------------------------------------------------------

    @Test
    void aCrashBetweenTheInboxAndItsEffectIsHealedByTheSweeper() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        assertEquals(0, sweep().path("applied").asInt(), "the stream gets a minute");
        till.clock.advance(Duration.ofSeconds(61));
        assertEquals(1, sweep().path("applied").asInt());
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
        assertEquals(0, sweep().path("applied").asInt());
        assertTrue(nothingWaits());
    }

    @Test
    void aCrashBetweenTheRowAndTheTokenIsHealedByTheNextTry() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.aws.interleaving().runAfter("UpdateItem", Crash::now);
        assertEquals(1, till.applyInbox().path("batchItemFailures").size());
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(List.of(), till.answers(orderId, "SendTaskSuccess"));
        assertEquals(0, till.applyInbox().path("batchItemFailures").size());
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
    }

    @Test
    void aCrashBetweenTheTokenAndTheMarkIsHealedByTheNextTry() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.aws.interleaving().runAfter("UpdateItem", () -> till.aws.interleaving().runBefore("UpdateItem", Crash::now));
        assertEquals(1, till.applyInbox().path("batchItemFailures").size());
        var row = till.row(orderId);
        till.aws.standIn().on("AWSStepFunctions.SendTaskSuccess", input -> {
            throw new AwsError("TaskTimedOut", 400);
        });
        assertEquals(0, till.applyInbox().path("batchItemFailures").size(), "the task has long gone on");
        assertEquals(row, till.row(orderId));
        assertTrue(nothingWaits());
    }

    @Test
    void stepFunctionsThatDoNotAnswerBringTheNotificationBack() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED);
        till.aws.standIn().on("AWSStepFunctions.SendTaskSuccess", input -> {
            throw new AwsError("AccessDeniedException", 400);
        });
        assertEquals(1, till.applyInbox().path("batchItemFailures").size());
        till.aws.standIn().on("AWSStepFunctions.SendTaskSuccess", input -> Map.of());
        till.clock.advance(Duration.ofMinutes(5));
        assertEquals(1, sweep().path("applied").asInt());
    }

    @Test
    void aTokenThatWasReplacedMeanwhileIsAnsweredToo() {
        for (var gone : List.of("TaskTimedOut", "TaskDoesNotExist")) {
            var orderId = till.openOrder();
            till.settle(orderId, 1, Outcome.SUCCEEDED);
            till.aws.standIn().on("AWSStepFunctions.SendTaskSuccess", input -> {
                if (input.path("taskToken").asText().startsWith("token-of-")) {
                    // A redrive's request found the row open just before the capture, and its token replaced the one we hold.
                    replaceToken(orderId, "redriven-" + orderId);
                    throw new AwsError(gone, 400);
                }
                return Map.of();
            });
            assertEquals(0, till.applyInbox().path("batchItemFailures").size());
            assertEquals(List.of("token-of-" + orderId, "redriven-" + orderId), till.answers(orderId, "SendTaskSuccess").stream().map(call -> call.path("taskToken").asText()).toList());
        }
    }

    private void replaceToken(String orderId, String token) {
        till.aws.dynamoDb().updateItem(request -> request.tableName(till.table.name())
                .key(commerce.kernel.Items.key(Till.TENANT + "#ORDER#" + orderId, "PAYMENT"))
                .updateExpression("SET taskToken = :token").expressionAttributeValues(Map.of(":token", commerce.kernel.Items.s(token))));
    }

    @Test
    void aCrashBetweenTheRowAndItsEventCannotBe() {
        var orderId = till.paidOrder();
        var item = till.table.get(Till.TENANT + "#ORDER#" + orderId, "PAYMENT");
        assertTrue(item.keySet().stream().anyMatch(name -> name.startsWith("outbox#") && name.contains("payment.captured.v1")), "the event is in the row");
        till.aws.standIn().acceptEvents();
        till.clock.advance(Duration.ofMinutes(6));
        assertEquals(2, Lambda.invoke(till.republishPaymentEvents, Map.of(), till.environment).path("published").asInt(), "the sweeper publishes what the stream left behind");
        assertEquals(List.of(), till.events(orderId));
    }

    @Test
    void oneThatCannotBeAppliedDoesNotHoldUpTheOthers() {
        var stuck = till.openOrder();
        till.settle(stuck, 1, Outcome.SUCCEEDED);
        var free = till.openOrder();
        till.settle(free, 1, Outcome.SUCCEEDED);
        till.aws.standIn().on("AWSStepFunctions.SendTaskSuccess", input -> {
            if (input.path("taskToken").asText().endsWith(stuck)) {
                throw new AwsError("AccessDeniedException", 400);
            }
            return Map.of();
        });
        assertEquals(1, till.applyInbox().path("batchItemFailures").size());
        assertEquals(1, till.answers(free, "SendTaskSuccess").size());
        till.clock.advance(Duration.ofMinutes(5));
        org.junit.jupiter.api.Assertions.assertThrows(ReapplyNotifications.StillUnapplied.class, this::sweep);
        assertEquals(1, till.table.all().stream().filter(item -> item.containsKey("inboxShard")).count());
    }

    @Test
    void manyDeliveriesAtOnceKeepTheMoneyOnce() throws Exception {
        var orderId = till.openOrder();
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
        till.settle(orderId, 1, Outcome.SUCCEEDED, 5, null);
        till.settle(orderId, 2, Outcome.SUCCEEDED, 5, null);
        var waiting = till.table.all().stream().filter(item -> item.containsKey("inboxShard")).toList();
        assertEquals(2, waiting.size());
        try (var threads = Executors.newFixedThreadPool(8)) {
            var tries = IntStream.range(0, 16).<Callable<Object>>mapToObj(i -> () -> till.apply(List.of(waiting.get(i % 2)))).toList();
            for (var done : threads.invokeAll(tries)) {
                done.get();
            }
        }
        assertEquals(1, till.events(orderId).stream().filter("payment.captured.v1"::equals).count());
        assertEquals(1, till.events(orderId).stream().filter("payment.received_late.v1"::equals).count());
        assertEquals(1, till.events(orderId).stream().filter("refund.requested.v1"::equals).count());
    }

    private com.fasterxml.jackson.databind.JsonNode sweep() {
        return Lambda.invoke(till.reapplyNotifications, Map.of(), till.environment);
    }
}
