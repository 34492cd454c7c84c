package commerce.local.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.asl.ExecutionStatus;
import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole stage with the real templates and functions: what hangs together only here. */
@QuarkusTest
class StageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    TestStage under;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String tenant = "stage-" + UUID.randomUUID().toString().substring(0, 8);
    private String admin;
    private String buyer;

    @BeforeEach
    void openAShop() throws InterruptedException {
        admin = token("admin", "admin");
        buyer = token("mei", "shop");
        send("PUT", "/admin/products/tea", admin, "{'name':'Tea','price':{'amount':8800,'currency':'CNY'}}");
        send("POST", "/admin/products/tea/receipts", admin, "{'receiptId':'r1','quantity':10}");
        quiet();
    }

    @AfterEach
    void disarm() {
        under.stage().faults().disarmAll();
    }

    private String token(String sub, String scope) {
        return send("POST", "/local/token", null, "{'tenant':'" + tenant + "','sub':'" + sub + "','scope':'" + scope + "'}").path("access_token").asText();
    }

    private JsonNode send(String method, String path, String token, String body) {
        var request = HttpRequest.newBuilder(URI.create(under.url() + path)).method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .header("Content-Type", "application/json").header("Idempotency-Key", UUID.randomUUID().toString());
        Optional.ofNullable(token).ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertTrue(response.statusCode() < 300, () -> method + " " + path + " answered " + response.statusCode() + " " + response.body());
            return Json.read(response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void quiet() throws InterruptedException {
        assertTrue(under.stage().scheduler().awaitQuiet(PATIENCE), () -> "still in flight: " + under.stage().scheduler().inFlight());
    }

    private String order() throws InterruptedException {
        var id = send("POST", "/orders", buyer, "{'lines':[{'sku':'tea','quantity':2}],'paymentProvider':'simulator'}").path("orderId").asText();
        quiet();
        return id;
    }

    private JsonNode seen(String orderId) {
        return send("GET", "/orders/" + orderId, buyer, "");
    }

    private void pay(String orderId) throws InterruptedException {
        send("POST", "/local/payments/" + seen(orderId).path("payment").path("paymentId").asText(), null, "{'outcome':'SUCCEEDED'}");
        quiet();
    }

    private JsonNode stock() {
        return send("GET", "/admin/products/tea/stock", admin, "");
    }

    @Test
    void quietMeansThatEveryConsequenceHasArrived() throws InterruptedException {
        var order = order();
        assertEquals("AWAITING_PAYMENT", seen(order).path("status").asText(), "request, stream, bus, queue and consumer are through");
        pay(order);
        assertEquals("CONFIRMED", seen(order).path("status").asText());
        assertEquals(2, send("GET", "/admin/ledger/entries?orderId=" + order, admin, "").path("items").size(), "capture and settlement are booked");
        assertEquals(2, stock().path("sold").asInt());
    }

    @Test
    void movingTheClockPastThePaymentWindowCancelsAndGivesEverythingBack() throws InterruptedException {
        var order = order();
        var before = under.stage().clock().instant();
        under.stage().advance(Duration.ofHours(1));
        assertEquals("AWAITING_PAYMENT", seen(order).path("status").asText());
        under.stage().advance(Duration.ofMinutes(61));
        assertEquals("CANCELLED", seen(order).path("status").asText());
        assertEquals("PAYMENT_TIMEOUT", seen(order).path("reason").asText());
        assertEquals(10, stock().path("available").asInt());
        assertFalse(under.stage().clock().instant().isBefore(before.plus(Duration.ofMinutes(121))));
    }

    @Test
    void whatFunctionsCallAndConsumeIsCounted() throws InterruptedException {
        under.stage().metrics().clear();
        pay(order());
        var snapshot = under.stage().metrics().snapshot();
        assertEquals(snapshot.dynamoDbCalls().values().stream().mapToLong(Long::longValue).sum(),
                snapshot.dynamoDbCallsByOperation().values().stream().mapToLong(Long::longValue).sum());
        assertTrue(snapshot.dynamoDbCalls().get("TransactWriteItems") > 0);
        assertTrue(snapshot.writeUnits().signum() > 0 && snapshot.readUnits().signum() > 0, snapshot.toString());
        assertEquals(1, snapshot.invocations().get("reserve-stock"));
        assertEquals(7, snapshot.stateTransitions());
        assertTrue(snapshot.events() > 0 && snapshot.deliveries() > 0 && snapshot.streamRecords() > 0, snapshot.toString());
    }

    @Test
    void aBusThatRefusesEventsOnlyDelaysThem() throws InterruptedException {
        under.stage().faults().arm(new CallFault("publish-payment-events", "EventBridge", "PutEvents", false, 500, "InternalFailure", 4));
        assertEquals("AWAITING_PAYMENT", seen(order()).path("status").asText());
        assertEquals(0, under.stage().faults().armed().size());
    }

    @Test
    void aStepWhoseAnswerIsLostIsRetriedByTheWorkflow() throws InterruptedException {
        under.stage().faults().arm(new InvocationFault("reserve-stock", Point.AFTER, "Lambda.ServiceException", "on purpose", 1));
        var order = order();
        under.stage().advance(Duration.ofMinutes(1));
        assertEquals("AWAITING_PAYMENT", seen(order).path("status").asText());
        assertEquals(2, stock().path("reserved").asInt(), "reserved once");
    }

    @Test
    void anOrderWhoseWorkflowCouldNotBeStartedIsStartedByItsEvent() throws InterruptedException {
        under.stage().faults().arm(new CallFault("place-order", "StepFunctions", "StartExecution", false, 500, "InternalFailure", 4));
        assertEquals("AWAITING_PAYMENT", seen(order()).path("status").asText());
    }

    @Test
    void resettingEmptiesEverythingAndTheStageGoesOn() throws InterruptedException {
        order();
        under.stage().advance(Duration.ofMinutes(10));
        under.stage().reset();
        assertEquals(Duration.ZERO, under.stage().clock().offset());
        assertEquals(0, under.stage().metrics().snapshot().dynamoDbCalls().size());
        var machine = under.stage().stepFunctions().listStateMachines().stream().filter(arn -> arn.endsWith("-checkout")).findFirst().orElseThrow();
        assertEquals(0, under.stage().stepFunctions().listExecutions(machine, Optional.empty()).size());
        openAShop();
        assertEquals(10, stock().path("available").asInt());
        pay(order());
        assertEquals(1, under.stage().stepFunctions().listExecutions(machine, Optional.of(ExecutionStatus.SUCCEEDED)).size());
    }
}
