package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.local.simulators.Outcome;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPaymentTest {

    private static final String BODY = "{\"paymentProvider\":\"simulator\"}";

    private final Till till = new Till();

    @AfterEach
    void close() {
        till.close();
    }

    private Lambda.Answer retry(String orderId) {
        return till.retry(orderId, Till.CUSTOMER, BODY);
    }

    private static String problem(Lambda.Answer answer) {
        return answer.status() + " " + answer.body().path("type").asText().replace("urn:commerce:problem:", "");
    }

    @Test
    void aRefusedOrderCanBePaidByAFurtherAttempt() {
        var orderId = till.openOrder();
        till.settle(orderId, 1, Outcome.FAILED);
        till.applyInbox();
        var answer = retry(orderId);
        assertEquals(201, answer.status());
        assertEquals(Till.json("{'paymentId':'" + Till.id(orderId, 2) + "','provider':'simulator','status':'OPEN','action':{'type':'REDIRECT','url':'"
                + till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 2) + "'}}"), answer.body());
        assertEquals(List.of("payment.failed.v1", "payment.requested.v1", "payment.requested.v1"), till.events(orderId));
        till.settle(orderId, 2, Outcome.SUCCEEDED);
        till.applyInbox();
        assertEquals(2, till.row(orderId).captured().orElseThrow());
        assertEquals("token-of-" + orderId, till.answers(orderId, "SendTaskSuccess").getFirst().path("taskToken").asText());
    }

    @Test
    void anotherCustomersOrderIsNotFound() {
        var orderId = till.openOrder();
        var before = till.everything();
        assertEquals("404 order-not-found", problem(till.retry(orderId, "mallory", BODY)));
        var elsewhere = Lambda.request(till.retryPayment, HttpEvents.request("POST /orders/{orderId}/payments").path("orderId", orderId).by("other", Till.CUSTOMER).body(BODY), till.environment);
        assertEquals("404 order-not-found", problem(elsewhere));
        assertEquals(before, till.everything());
    }

    @Test
    void anOrderThatIsUnknownHereIsLookedUp() {
        assertEquals("404 order-not-found", problem(retry(till.newOrder())));
        till.aws.standIn().on("Invoke describe-order", input -> Map.of("orderId", input.path("orderId"), "status", "PENDING", "customer", Till.CUSTOMER));
        assertEquals("409 payment-not-open", problem(retry(till.newOrder())));
        assertEquals("404 order-not-found", problem(till.retry(till.newOrder(), "mallory", BODY)));
        var closedUnasked = till.newOrder();
        till.close(closedUnasked, "Lambda.Unknown");
        assertEquals("409 payment-not-open", problem(retry(closedUnasked)), "a tombstone knows no customer");
        assertEquals("404 order-not-found", problem(till.retry(closedUnasked, "mallory", BODY)));
    }

    @Test
    void whatIsDecidedOrOverCannotBeTriedAgain() {
        assertEquals("409 payment-not-open", problem(retry(till.paidOrder())));
        var closed = till.openOrder();
        till.close(closed, "States.Timeout");
        assertEquals("409 payment-not-open", problem(retry(closed)));
        var late = till.openOrder();
        till.clock.advance(Till.WINDOW);
        var before = till.everything();
        assertEquals("409 payment-not-open", problem(retry(late)));
        assertEquals(before, till.everything());
    }

    @Test
    void theLastSecondOfTheWindowStillCounts() {
        var orderId = till.openOrder();
        till.clock.advance(Till.WINDOW.minus(Duration.ofSeconds(1)));
        assertEquals(201, retry(orderId).status());
    }

    @Test
    void thereAreOnlySoManyAttempts() {
        var orderId = till.openOrder();
        for (int attempt = 2; attempt <= Payment.MAX_ATTEMPTS; attempt++) {
            assertEquals(201, retry(orderId).status());
        }
        assertEquals("409 too-many-payment-attempts", problem(retry(orderId)));
        assertEquals(Payment.MAX_ATTEMPTS, till.row(orderId).attempts().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{\"paymentProvider\":7}", "{\"paymentProvider\":null}", "{\"paymentProvider\":\"\"}", "{\"paymentProvider\":\"sim ulator\"}",
        "{\"paymentProvider\":\"simulator\",\"amount\":1}"})
    void aMalformedRequestChangesNothing(String body) {
        var orderId = till.openOrder();
        var before = till.everything();
        assertEquals("400 invalid-input", problem(till.retry(orderId, Till.CUSTOMER, body)));
        assertEquals(before, till.everything());
    }

    @Test
    void anUnknownProviderChangesNothing() {
        var orderId = till.openOrder();
        var before = till.everything();
        var answer = till.retry(orderId, Till.CUSTOMER, "{\"paymentProvider\":\"stripe\"}");
        assertEquals("422 unknown-payment-provider", problem(answer));
        assertEquals("paymentProvider", answer.body().path("field").asText());
        assertEquals(before, till.everything());
        assertEquals("404 resource-not-found", problem(retry("not-an-order")));
    }

    @Test
    void aProviderThatDoesNotAnswerIsATryAgain() {
        var orderId = till.openOrder();
        till.environment.put("SIMULATOR_BASE_URL", "http://127.0.0.1:1");
        assertEquals("503 try-again", problem(retry(orderId)));
        till.environment.put("SIMULATOR_BASE_URL", till.simulator.baseUrl().toString());
        assertEquals(Till.id(orderId, 3).toString(), retry(orderId).body().path("paymentId").asText(), "the attempt that was not answered stays claimed");
        assertEquals("CLOSED", till.close(orderId, "States.Timeout").path("status").asText());
    }

    @Test
    void aKeyIsHonouredWhereItIsSent() {
        var orderId = till.openOrder();
        var request = HttpEvents.request("POST /orders/{orderId}/payments").path("orderId", orderId).by(Till.TENANT, Till.CUSTOMER).header("Idempotency-Key", "k").body(BODY);
        var first = Lambda.request(till.retryPayment, request, till.environment);
        assertEquals(201, first.status());
        assertEquals(first, Lambda.request(till.retryPayment, request, till.environment));
        assertEquals(2, till.row(orderId).attempts().size());
    }

    @Test
    void manyAtOnceGetANumberEach() throws Exception {
        var orderId = till.openOrder();
        try (var threads = Executors.newFixedThreadPool(5)) {
            var tries = IntStream.range(0, 5).<Callable<String>>mapToObj(i -> () -> retry(orderId).body().path("paymentId").asText()).toList();
            var ids = threads.invokeAll(tries).stream().map(done -> done.resultNow()).distinct().toList();
            assertEquals(5, ids.size());
        }
        assertEquals(6, till.row(orderId).attempts().size());
    }

    @Test
    void aCloseThatOvertakesTheAttemptClosesItAtTheProvider() {
        var orderId = till.openOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> till.close(orderId, "States.Timeout"));
        assertEquals("409 payment-not-open", problem(retry(orderId)));
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 2)).contains("closed"));
        assertEquals(Attempt.Status.CLOSED, till.row(orderId).attempt(2).orElseThrow().status());
    }

    @Test
    void aPaymentThatOvertakesTheAttemptClosesItAtTheProvider() {
        var orderId = till.openOrder();
        till.aws.interleaving().runAfter("UpdateItem", () -> {
            till.settle(orderId, 1, Outcome.SUCCEEDED);
            till.applyInbox();
        });
        assertEquals("409 payment-not-open", problem(retry(orderId)));
        assertTrue(Browser.get(till.simulator.baseUrl() + "/pay/" + Till.id(orderId, 2)).contains("closed"), "nobody can pay twice by mistake");
    }
}
