package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.local.simulators.Settlement;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost notifications of payments are found by asking. */
class QueryPendingPaymentsTest {

    private static final Duration SWEEP = Duration.ofMinutes(5);

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private JsonNode sweep() {
        return Lambda.invoke(till.queryPendingPayments, Map.of(), till.environment);
    }

    private boolean isAskedAfter(String orderId) {
        return till.table.get(PaymentTable.partition(Till.TENANT, orderId), "PAYMENT").containsKey("pendingShard");
    }

    private void retry(String orderId) {
        assertEquals(201, till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"simulator\"}").status());
    }

    @Test
    void moneyThatNobodyToldOfIsFoundAndTheCheckoutGoesOn() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        assertEquals(Till.json("{'asked':0,'found':0}"), sweep(), "a provider may need some seconds to tell");
        till.clock.advance(SWEEP);
        assertEquals(Till.json("{'asked':1,'found':1}"), sweep());
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(List.of("payment.captured.v1", "payment.requested.v1"), till.events(orderId));
        assertEquals(1, till.answers(orderId, "SendTaskSuccess").size());
        assertFalse(isAskedAfter(orderId));
    }

    /** Each with an attempt whose end its provider shows when asked. */
    @ParameterizedTest
    @ValueSource(strings = {"stripe", "wechatpay", "alipay", "adyen"})
    void itIsFoundAtEveryProvider(String provider) {
        try (var journey = new Journey(provider)) {
            var orderId = journey.open();
            journey.payUnheard(orderId);
            journey.till.clock.advance(SWEEP);
            assertEquals(Till.json("{'asked':1,'found':1}"), Lambda.invoke(journey.till.queryPendingPayments, Map.of(), journey.till.environment));
            assertEquals(Payment.Status.CAPTURED, journey.row(orderId).status());
            assertEquals(1, journey.till.answers(orderId, "SendTaskSuccess").size());
        }
    }

    @Test
    void aPaymentInTimeIsNeverAskedAfter() {
        var orderId = till.paidOrder();
        assertFalse(isAskedAfter(orderId));
        till.clock.advance(SWEEP);
        assertEquals(0, sweep().path("asked").asInt());
    }

    @Test
    void whatNobodyPaysIsAskedAfterLessAndLessOftenUntilTheWindowEnds() {
        var orderId = till.openOrder();
        var asked = 0;
        for (var time = Duration.ZERO; time.compareTo(Till.WINDOW) < 0; time = time.plus(SWEEP)) {
            asked += sweep().path("asked").asInt();
            till.clock.advance(SWEEP);
        }
        assertTrue(asked >= 5 && asked <= 8, "asked " + asked + " times in two hours");
        till.close(orderId, "States.Timeout");
        till.clock.advance(Duration.ofDays(1));
        assertEquals(0, sweep().path("asked").asInt(), "the doors are closed");
    }

    @Test
    void aProviderThatIsSilentIsAskedAgainInTheNextRun() {
        var first = till.openOrder();
        var second = till.openOrder();
        till.settle(first, 1, Outcome.SUCCEEDED, 0, null);
        till.settle(second, 1, Outcome.SUCCEEDED, 0, null);
        till.clock.advance(SWEEP);
        var address = till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        assertEquals(Till.json("{'asked':1,'found':0}"), sweep(), "one refusal is enough");
        till.environment.put("SIMULATOR_BASE_URL", address);
        assertEquals(Till.json("{'asked':2,'found':2}"), sweep());
    }

    @Test
    void whatCannotBeAskedAfterDoesNotHoldUpTheOthersAndRings() {
        var strange = till.openOrder();
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        till.clock.advance(SWEEP);
        till.aws.dynamoDb().updateItem(request -> request.tableName(till.table.name()).key(till.table.during(() -> PaymentTable.key(Till.TENANT, strange)))
                .updateExpression("SET attempts.#one.provider = :gone").expressionAttributeNames(Map.of("#one", "1"))
                .expressionAttributeValues(Map.of(":gone", commerce.kernel.Items.s("switched-off"))));
        assertThrows(SweepRun.Unforeseen.class, this::sweep);
        assertEquals(Payment.Status.CAPTURED, till.row(orderId).status());
        assertEquals(0, sweep().path("asked").asInt(), "it comes up again later");
    }

    @Test
    void whatAPaidOrderLeftOpenIsClosedSoThatNobodyPaysTwice() {
        var orderId = till.openOrder();
        retry(orderId);
        till.settle(orderId, 2, Outcome.SUCCEEDED);
        till.applyInbox();
        assertTrue(isAskedAfter(orderId));
        assertEquals(1, sweep().path("asked").asInt());
        assertEquals(Attempt.Status.CLOSED, till.row(orderId).attempt(1).orElseThrow().status());
        assertFalse(isAskedAfter(orderId));
        assertEquals("CLOSED", till.simulator.server().account(Till.id(orderId, 1).toString()).orElseThrow().status().name());
    }

    @Test
    void aSecondSuccessThatNobodyToldOfGoesBackByItself() {
        var orderId = till.openOrder();
        retry(orderId);
        till.settle(orderId, 2, Outcome.SUCCEEDED);
        till.settle(orderId, 1, Outcome.SUCCEEDED, 0, null);
        till.applyInbox();
        sweep();
        assertEquals(2, till.row(orderId).captured().orElseThrow());
        assertEquals(Refund.Status.PENDING, till.refund(orderId, "late-1").status());
        till.executeRefunds();
        assertEquals(Refund.Status.SUCCEEDED, till.refund(orderId, "late-1").status());
        assertFalse(isAskedAfter(orderId));
    }

    /** A bank debit is on its way when the window ends: nobody can call it back, and the word of its end may be lost. */
    @Test
    void moneyThatWasOnItsWayWhenTheWindowEndedIsFoundAndGoesBack() {
        try (var journey = new Journey("stripe")) {
            var till = journey.till;
            var orderId = journey.open();
            settle(journey, orderId, Outcome.PROCESSING);
            till.clock.advance(Till.WINDOW);
            assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
            till.clock.advance(Duration.ofHours(5));
            sweep(till);
            assertEquals(List.of(), late(till, orderId), "still on its way");
            settle(journey, orderId, Outcome.SUCCEEDED);
            till.clock.advance(Duration.ofHours(12));
            sweep(till);
            assertEquals(List.of("payment.received_late.v1", "refund.requested.v1"), late(till, orderId));
            journey.awaitRefund(orderId, "late-1", Refund.Status.SUCCEEDED);
            till.clock.advance(Duration.ofDays(2));
            assertEquals(0, sweep(till).path("asked").asInt());
        }
    }

    private static JsonNode sweep(Till till) {
        return Lambda.invoke(till.queryPendingPayments, Map.of(), till.environment);
    }

    private static List<String> late(Till till, String orderId) {
        return till.events(orderId).stream().filter(type -> type.contains("late") || type.startsWith("refund.requested")).toList();
    }

    private static void settle(Journey journey, String orderId, Outcome outcome) {
        var settled = (Settlement.Settled) journey.providers.of("stripe").settle(Till.id(orderId, 1).toString(), outcome, 0, Optional.empty());
        settled.delivered().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
