package commerce.local.stage.controls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.local.asl.Cancellation;
import commerce.local.asl.StateMachineDefinition;
import commerce.local.asl.StepFunctions;
import commerce.local.asl.Timers;
import commerce.local.stage.FaultInjector;
import commerce.local.stage.StageMetrics;
import commerce.local.stage.controls.PaymentSimulators.Played;
import commerce.local.stage.edge.StandIn;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything under {@code /local}, over real HTTP. */
class ControlsTest {

    private static final String MACHINE = "arn:aws:states:eu-central-1:000000000000:stateMachine:commerce-local-checkout";

    private final StandIn stage = new StandIn();
    private final List<String> settled = new ArrayList<>();
    private final List<FaultInjector.Fault> armed = new ArrayList<>();
    private final StepFunctions workflows = new StepFunctions(timers(), Runnable::run, (request, callback) -> {}, new Random(1));
    private boolean cleared;

    @BeforeEach
    void start() {
        workflows.createStateMachine(MACHINE, StateMachineDefinition.parse("""
                {"QueryLanguage": "JSONata", "StartAt": "Done", "States": {"Done": {"Type": "Succeed", "Output": {"ok": true}}}}"""));
        stage.guarded("GET /orders", Set.of("shop"), event -> StandIn.bytes("{\"statusCode\":200}")).with(workflows, metrics(), faults());
        stage.open(new Controls(stage.issuer(), simulators(), () -> null));
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void theStageIsHealthyOnceItIsUp() {
        assertEquals(503, stage.get("/local/health").statusCode());
        assertEquals(503, stage.post("/local/clock", "{\"advanceSeconds\":1}").statusCode());

        stage.start();

        assertEquals(200, stage.get("/local/health").statusCode());
        assertEquals("UP", json(stage.get("/local/health")).path("status").asText());
    }

    @Test
    void aTokenOpensTheApiForThirtyDaysOfVirtualTime() throws InterruptedException {
        stage.start();
        HttpResponse<String> response = stage.post("/local/token", "{\"tenant\":\"t1\",\"sub\":\"alice\",\"scope\":\"shop admin\"}");
        String token = json(response).path("access_token").asText();
        assertEquals(200, response.statusCode());
        assertEquals(200, orders(token));

        stage.advance(Duration.ofDays(30).minusSeconds(1));
        assertEquals(200, orders(token));
        stage.advance(Duration.ofSeconds(1));
        assertEquals(401, orders(token));
    }

    @Test
    void aTokensLifetimeCanBeChosenAndMayBeOverAlready() {
        stage.start();
        assertEquals(401, orders(json(stage.post("/local/token", "{\"tenant\":\"t1\",\"sub\":\"a\",\"scope\":\"shop\",\"expiresInSeconds\":-1}")).path("access_token").asText()));
        assertEquals(200, orders(json(stage.post("/local/token", "{\"tenant\":\"t1\",\"sub\":\"a\",\"scope\":\"shop\",\"expiresInSeconds\":5}")).path("access_token").asText()));
    }

    @Test
    void theClockIsShownAndMoved() {
        stage.start();
        assertEquals(StandIn.NOW, now(stage.get("/local/clock")));

        HttpResponse<String> moved = stage.post("/local/clock", "{\"advanceSeconds\":7200}");

        assertEquals(200, moved.statusCode());
        assertEquals(StandIn.NOW.plusSeconds(7200), now(moved));
        assertEquals(StandIn.NOW.plusSeconds(7200), now(stage.get("/local/clock")));
        assertEquals(StandIn.NOW.plusSeconds(7200), now(stage.post("/local/clock", "{\"advanceSeconds\":0}")));
    }

    @Test
    void theBuyerPaysOrIsRefused() {
        stage.start();
        assertEquals(200, stage.post("/local/payments/p1", "{\"outcome\":\"SUCCEEDED\"}").statusCode());
        HttpResponse<String> second = stage.post("/local/payments/p1",
                "{\"outcome\":\"FAILED\",\"deliveries\":5,\"amount\":{\"amount\":100,\"currency\":\"EUR\"}}");

        assertTrue(json(second).path("delivered").asBoolean());
        assertEquals(List.of("p1 SUCCEEDED 1 none", "p1 FAILED 5 100 EUR"), settled);
    }

    @Test
    void aWebhookCanGetLost() {
        stage.start();
        assertEquals(200, stage.post("/local/payments/p1", "{\"outcome\":\"SUCCEEDED\",\"deliveries\":0}").statusCode());
        assertEquals(List.of("p1 SUCCEEDED 0 none"), settled);
    }

    @Test
    void theProvidersBooksAreOpen() {
        stage.start();

        JsonNode books = json(stage.get("/local/payments/p1"));

        assertEquals("PAID", books.path("status").asText());
        assertEquals(500, books.at("/received/amount").asInt());
        assertEquals(200, books.at("/givenBack/amount").asInt());
        assertEquals("SUCCEEDED", books.at("/refunds/0/status").asText());
        assertEquals(404, stage.get("/local/payments/unknown").statusCode());
    }

    @Test
    void theBuyersBankTakesMoneyBackIfItWasPaid() {
        stage.start();
        assertEquals(200, stage.post("/local/payments/p1", "{\"outcome\":\"DISPUTED\"}").statusCode());
        assertEquals(List.of("p1 DISPUTED 1 none"), settled);

        HttpResponse<String> never = stage.post("/local/payments/unpaid", "{\"outcome\":\"DISPUTED\"}");

        assertEquals(409, never.statusCode());
        assertEquals("nothing is paid", json(never).path("detail").asText());
    }

    @Test
    void anUnknownPaymentIsNotFound() {
        stage.start();

        HttpResponse<String> response = stage.post("/local/payments/unknown", "{\"outcome\":\"SUCCEEDED\"}");

        assertEquals(404, response.statusCode());
        assertEquals("urn:commerce:problem:payment-not-found", json(response).path("type").asText());
        assertEquals("application/problem+json", response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void workflowsAreListedAndShowTheirHistory() {
        stage.start();
        workflows.startExecution(MACHINE, "order-1", "{\"tenant\":\"t1\"}");
        workflows.startExecution(MACHINE, "order-2", "{}");

        JsonNode list = json(stage.get("/local/executions"));
        assertEquals(2, list.path("items").size());
        assertEquals("commerce-local-checkout", list.path("items").path(0).path("stateMachine").asText());
        assertEquals(1, json(stage.get("/local/executions?limit=1")).path("items").size());
        assertEquals(0, json(stage.get("/local/executions?status=FAILED")).path("items").size());

        JsonNode one = json(stage.get("/local/executions/order-1"));
        assertEquals("SUCCEEDED", one.path("status").asText());
        assertEquals("t1", one.path("input").path("tenant").asText());
        assertTrue(one.path("output").path("ok").asBoolean());
        assertEquals("ExecutionStarted", one.path("history").path(0).path("type").asText());
        assertEquals(404, stage.get("/local/executions/order-3").statusCode());
    }

    @Test
    void faultsAreArmedByNameAndKind() {
        stage.start();

        assertEquals(200, stage.post("/local/faults", "{\"operation\":\"*\",\"kind\":\"TIMEOUT\",\"times\":2}").statusCode());
        assertEquals(200, stage.post("/local/faults", "{\"operation\":\"*\",\"kind\":\"ERROR\",\"errorType\":\"java.lang.Error\"}").statusCode());
        assertEquals(200, stage.post("/local/faults", "{\"operation\":\"*\",\"kind\":\"CALL_AFTER\",\"service\":\"DynamoDB\",\"call\":\"PutItem\"}").statusCode());
        assertEquals(200, stage.post("/local/faults", "{\"operation\":\"*\",\"kind\":\"DELAY\",\"milliseconds\":5}").statusCode());
        assertEquals(200, stage.post("/local/faults", "{\"operation\":\"*\",\"kind\":\"KILL_AFTER\",\"nth\":3}").statusCode());

        assertEquals(List.of(
                new FaultInjector.InvocationFault("*", FaultInjector.Point.TIMEOUT, "", "a fault was armed for this", 2),
                new FaultInjector.InvocationFault("*", FaultInjector.Point.BEFORE, "java.lang.Error", "a fault was armed for this", 1),
                new FaultInjector.CallFault("*", "DynamoDB", "PutItem", true, 500, "InternalServerError", 1),
                new FaultInjector.Delay("*", Duration.ofMillis(5), 1),
                new FaultInjector.KillFault("*", "*", "*", true, 3, 3, 1)), armed);
        assertEquals(3, json(stage.get("/local/faults")).at("/armed/4/left").asInt());
        assertEquals(5, json(stage.get("/local/faults")).path("armed").size());
        assertEquals(0, json(stage.send("DELETE", "/local/faults", new byte[0])).path("armed").size());
        assertTrue(armed.isEmpty());
    }

    @Test
    void whatAFunctionDidNotTakeIsBroughtAgain() {
        stage.start();
        assertEquals(3, json(stage.post("/local/redelivery", "")).path("messages").asInt());
    }

    @Test
    void countersAreShownAndStartedAnew() {
        stage.start();

        JsonNode counters = json(stage.get("/local/metrics"));

        assertEquals(5, counters.path("dynamodb").path("calls").asLong());
        assertEquals(3, counters.path("dynamodb").path("byFunction").path("reserve-stock").asLong());
        assertEquals(new BigDecimal("2.5"), counters.path("dynamodb").path("readUnits").decimalValue());
        assertEquals(7, counters.path("stateTransitions").asLong());
        assertFalse(cleared);
        assertEquals(200, stage.post("/local/metrics/reset", "").statusCode());
        assertTrue(cleared);
    }

    @Test
    void resetEmptiesTheStage() {
        stage.start();
        assertEquals(200, stage.post("/local/reset", "").statusCode());
        assertTrue(stage.wasReset());
    }

    @Test
    void theIndexPageIsForBrowsersAndShowsNamesAsText() {
        stage.start();
        workflows.startExecution(MACHINE, "order-1", "{}");

        HttpResponse<String> page = stage.get("/local");

        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("content-type").orElseThrow().startsWith("text/html"));
        assertTrue(page.body().contains("GET /orders"));
        assertTrue(page.body().contains("order-1"));
        assertFalse(page.body().contains("%1$s"));
        assertFalse(page.body().contains("http://fonts") || page.body().contains("<script"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/local/token | | ",
        "/local/token | {} | tenant",
        "/local/token | {\"tenant\":1,\"sub\":\"a\",\"scope\":\"shop\"} | tenant",
        "/local/token | {\"tenant\":\"t\",\"scope\":\"shop\"} | sub",
        "/local/token | {\"tenant\":\"t\",\"sub\":\"a\",\"scope\":\"shop\",\"expiresInSeconds\":\"1\"} | expiresInSeconds",
        "/local/token | {\"tenant\":\"t\",\"sub\":\"a\",\"scope\":\"shop\",\"expires\":1} | expires",
        "/local/clock | {\"advanceSeconds\":-1} | advanceSeconds",
        "/local/clock | {\"advanceSeconds\":1.5} | advanceSeconds",
        "/local/clock | {\"advanceSeconds\":1e12} | advanceSeconds",
        "/local/clock | {} | advanceSeconds",
        "/local/clock | [] | ",
        "/local/clock | {broken | ",
        "/local/payments/p1 | {\"outcome\":\"PAID\"} | outcome",
        "/local/payments/p1 | {\"outcome\":\"SUCCEEDED\",\"deliveries\":-1} | deliveries",
        "/local/payments/p1 | {\"outcome\":\"SUCCEEDED\",\"amount\":{\"amount\":1}} | amount.currency",
        "/local/payments/p1 | {\"outcome\":\"SUCCEEDED\",\"amount\":1} | amount",
        "/local/faults | {\"operation\":\"no-such\",\"kind\":\"BEFORE\"} | operation",
        "/local/faults | {\"operation\":\"*\",\"kind\":\"SOMETIMES\"} | kind",
        "/local/faults | {\"operation\":\"*\",\"kind\":\"BEFORE\",\"times\":0} | times",
        "/local/faults | {\"operation\":\"*\",\"kind\":\"DELAY\"} | milliseconds",
        "/local/faults | {\"operation\":\"*\",\"kind\":\"KILL_BEFORE\",\"nth\":0} | nth"
    })
    void wrongInputIsRefusedNamingTheFieldAndChangesNothing(String path, String body, String field) {
        stage.start();

        HttpResponse<String> response = stage.post(path, body == null ? "" : body);

        assertEquals(400, response.statusCode());
        assertEquals("urn:commerce:problem:invalid-input", json(response).path("type").asText());
        assertEquals(field == null ? "" : field, json(response).path("field").asText(""));
        assertTrue(settled.isEmpty() && armed.isEmpty());
        assertEquals(StandIn.NOW, stage.clock().instant());
    }

    @ParameterizedTest
    @CsvSource({"GET, /local/nothing, 404", "GET, /local/payments, 404", "GET, /local/keys, 404", "GET, /local/keys/bank, 404", "POST, /local/keys/stripe, 405", "GET, /local/payments/p1/x, 404", "DELETE, /local/clock, 405", "GET, /local/token, 405",
        "GET, /local/reset, 405", "GET, /local/executions?limit=0, 400", "GET, /local/executions?limit=x, 400", "GET, /local/executions?colour=red, 400",
        "GET, /local/executions?status=DONE, 400"})
    void unknownPathsMethodsAndParametersAreProblems(String method, String path, int status) {
        stage.start();

        HttpResponse<String> response = stage.send(method, path, new byte[0]);

        assertEquals(status, response.statusCode());
        assertEquals(status, json(response).path("status").asInt());
    }

    private int orders(String token) {
        return stage.get("/orders", "Authorization", "Bearer " + token).statusCode();
    }

    private PaymentSimulators simulators() {
        return new PaymentSimulators() {
            @Override
            public Played play(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
                return played(paymentId, outcome, deliveries, amount);
            }

            @Override
            public Optional<Account> account(String paymentId) {
                var all = Money.of(500, "EUR");
                return paymentId.equals("p1") ? Optional.of(new Account("stripe", "PAID", all, all, Money.of(200, "EUR"), List.of(new Account.Repaid("re_1", "SUCCEEDED", Money.of(200, "EUR")))))
                        : Optional.empty();
            }
        };
    }

    private Played played(String paymentId, PaymentSimulators.Outcome outcome, int deliveries, Optional<Money> amount) {
        if (paymentId.equals("unknown")) {
            return new Played.Unknown();
        }
        if (paymentId.equals("unpaid") && outcome == PaymentSimulators.Outcome.DISPUTED) {
            return new Played.NotPossible("nothing is paid");
        }
        settled.add(paymentId + " " + outcome + " " + deliveries + " " + amount.map(money -> money.minor() + " " + money.currency()).orElse("none"));
        return new Played.Delivering(CompletableFuture.completedFuture(deliveries));
    }

    private static Instant now(HttpResponse<String> clock) {
        return Instant.parse(json(clock).path("now").asText());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body());
    }

    private StageMetrics metrics() {
        return new StageMetrics() {
            @Override
            public Snapshot snapshot() {
                return new Snapshot(new TreeMap<>(Map.of("PutItem", 4L, "GetItem", 1L)), new TreeMap<>(Map.of("reserve-stock", 3L, "get-order", 2L)),
                        new BigDecimal("2.5"), new BigDecimal("8"), new TreeMap<>(Map.of("reserve-stock", 1L)), new TreeMap<>(), new TreeMap<>(), 7, 1, 1, 1);
            }

            @Override
            public void clear() {
                cleared = true;
            }
        };
    }

    private FaultInjector faults() {
        return new FaultInjector() {
            @Override
            public void arm(Fault fault) {
                armed.add(fault);
            }

            @Override
            public void disarmAll() {
                armed.clear();
            }

            @Override
            public List<Fault> armed() {
                return List.copyOf(armed);
            }
        };
    }

    private Timers timers() {
        return new Timers() {
            @Override
            public Instant now() {
                return stage.clock().instant();
            }

            @Override
            public Cancellation at(Instant due, String label, Runnable fire) {
                return () -> {};
            }
        };
    }
}
