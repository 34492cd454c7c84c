package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.StepFunctionsError;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A checkout told as a protocol: {@code given(anOrder()).expectDescribeOrder().whenAnswered()...expectEnd("CONFIRMED")}. Each {@code expect}
 * asserts the next command the workflow sends, to whom and with what; each {@code when} plays the participant's part.
 *
 * <p>Time stands still but for what a step asks for: an {@code expect} waits for a retry that is due, never for a time-out.
 */
final class Saga {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final long WINDOW_SECONDS = 7_200;

    private record Command(TaskRequest request, TaskCallback callback) {

        String operation() {
            return Simulation.operation(request.arguments().path("FunctionName").asText());
        }

        JsonNode payload() {
            return request.arguments().path("Payload");
        }
    }

    private final Order order;
    private final Deque<Command> commands = new ArrayDeque<>();
    private final List<String> tokens = new ArrayList<>();
    private final Simulation simulation = new Simulation((request, callback) -> commands.add(new Command(request, callback)), 1);
    private Command current;

    private Saga(Order order) {
        this.order = order;
    }

    static Saga given(Order order) {
        var saga = new Saga(order);
        saga.simulation.start(Order.ID, order.input());
        return saga;
    }

    // ---- what the workflow must ask for next

    Saga expectDescribeOrder() {
        return expect("DescribeOrder", order.ids());
    }

    Saga expectReserveStock() {
        return expect("ReserveStock", order.ids().set("lines", order.lines()));
    }

    Saga expectRedeemCoupon() {
        ObjectNode payload = order.ids().put("couponCode", order.couponCode()).put("customer", "alice");
        return expect("RedeemCoupon", payload.set("discount", Order.money(1_200)));
    }

    /** With a token nobody has seen before, and the end of the window: two hours after the stock was reserved. */
    Saga expectRequestPayment() {
        awaitCommand();
        var token = current.request().taskToken().orElseThrow(() -> new AssertionError("no task token: " + current));
        assertTrue(!tokens.contains(token), "each attempt has its own token");
        tokens.add(token);
        ObjectNode payload = order.ids().put("taskToken", token).put("customer", "alice").put("provider", "simulator").put("expiresAt", Simulation.START.getEpochSecond() + WINDOW_SECONDS).put("returnUrl", order.returnUrl());
        return assertCommand("RequestPayment", payload.set("amount", Order.money(order.total())));
    }

    Saga expectClosePayment(String cause) {
        return expect("ClosePayment", order.ids().put("cause", cause));
    }

    Saga expectRestoreCoupon() {
        return expect("RestoreCoupon", order.ids().put("couponCode", order.couponCode()));
    }

    Saga expectReleaseStock() {
        return expect("ReleaseStock", order.ids());
    }

    Saga expectCommitStock() {
        return expect("CommitStock", order.ids());
    }

    Saga expectConfirmOrder(String paymentId, String provider) {
        return expect("ConfirmOrder", order.ids().put("paymentId", paymentId).put("provider", provider));
    }

    Saga expectRejectOrder(String reason) {
        return expect("RejectOrder", order.ids().put("reason", reason));
    }

    Saga expectCancelOrder(String reason) {
        return expect("CancelOrder", order.ids().put("reason", reason));
    }

    private Saga expect(String operation, JsonNode payload) {
        awaitCommand();
        return assertCommand(operation, payload);
    }

    private void awaitCommand() {
        while (commands.isEmpty() && simulation.nextTimer().startsWith("retry")) {
            simulation.fireNextTimer();
        }
        assertTrue(!commands.isEmpty(), () -> "no command, the execution is " + simulation.execution());
        current = commands.remove();
    }

    private Saga assertCommand(String operation, JsonNode payload) {
        assertEquals(operation, current.operation());
        assertEquals(asRead(payload), asRead(current.payload()), operation);
        assertTrue(commands.isEmpty(), () -> "one command at a time, but there is also " + commands);
        return this;
    }

    /** Jackson tells an int from a long; JSON does not. */
    private static JsonNode asRead(JsonNode json) {
        try {
            return MAPPER.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** The execution has succeeded with that status, and asks for nothing more. */
    Saga expectEnd(String status) {
        assertEquals(ExecutionStatus.SUCCEEDED, simulation.execution().status(), () -> simulation.execution().toString());
        assertEquals("{\"status\":\"" + status + "\"}", simulation.execution().output().orElseThrow());
        return expectSilence();
    }

    /** The execution has failed in that state, redrivable, and asks for nothing more. */
    Saga expectParked(String state, String error) {
        assertEquals(ExecutionStatus.FAILED, simulation.execution().status(), () -> simulation.execution().toString());
        assertEquals(state, simulation.failedState());
        assertEquals(error, simulation.execution().error().orElseThrow());
        return expectSilence();
    }

    private Saga expectSilence() {
        simulation.advance(Duration.ofDays(1));
        assertTrue(commands.isEmpty(), () -> "nothing may follow, but there is " + commands);
        return this;
    }

    /** What the execution has cost so far. */
    Saga expectStateTransitions(long transitions) {
        assertEquals(transitions, simulation.execution().stateTransitions(), "billed state transitions");
        return this;
    }

    /** A token of an earlier attempt opens nothing any more. */
    Saga expectTokenIsDead(int attempt) {
        var refused = assertThrows(StepFunctionsError.class, () -> simulation.api().sendTaskSuccess(tokens.get(attempt), "{}"));
        assertEquals(StepFunctionsError.Code.TASK_TIMED_OUT, refused.code());
        return this;
    }

    /** The task that waits for the money times out after that many seconds from now. */
    Saga expectWindowLeft(long seconds) {
        assertEquals(simulation.now().plusSeconds(seconds), current.request().deadline().orElseThrow());
        return this;
    }

    // ---- what happens next

    Saga whenAnswered() {
        return whenAnswered(current.operation().equals("DescribeOrder") ? order.description() : MAPPER.createObjectNode().put("status", "OK"));
    }

    private Saga whenAnswered(JsonNode payload) {
        var result = MAPPER.createObjectNode().put("StatusCode", 200).put("ExecutedVersion", "1");
        result.set("Payload", payload);
        simulation.outside(() -> current.callback().succeed(result));
        return this;
    }

    Saga whenClosed(String reason) {
        return whenAnswered(MAPPER.createObjectNode().put("status", "CLOSED").put("reason", reason));
    }

    /** The payment row was captured before it could be closed. */
    Saga whenCapturedMeanwhile(String paymentId) {
        return whenAnswered(MAPPER.createObjectNode().put("status", "CAPTURED").put("paymentId", paymentId).put("provider", "simulator"));
    }

    Saga whenAnsweredNonsense() {
        return whenAnswered(MAPPER.createObjectNode().put("status", "PERHAPS"));
    }

    Saga whenFailing(String error) {
        simulation.outside(() -> current.callback().fail(error, "{\"errorType\":\"" + error + "\"}"));
        return this;
    }

    /** This step is tried that often in all, fails in the same way each time, and is given up. */
    Saga whenFailingEachOf(int attempts, String error) {
        var operation = current.operation();
        whenFailing(error);
        for (int attempt = 2; attempt <= attempts; attempt++) {
            awaitCommand();
            assertEquals(operation, current.operation(), "attempt " + attempt);
            whenFailing(error);
        }
        return this;
    }

    /** No answer within the task's time. */
    Saga whenTimingOut() {
        simulation.advance(Duration.ofSeconds(30));
        return this;
    }

    Saga whenTimingOutEachOf(int attempts) {
        whenTimingOut();
        for (int attempt = 2; attempt <= attempts; attempt++) {
            awaitCommand();
            whenTimingOut();
        }
        return this;
    }

    Saga whenTimePasses(Duration duration) {
        simulation.advance(duration);
        return this;
    }

    Saga whenTheWindowEnds() {
        simulation.advance(Duration.between(simulation.now(), current.request().deadline().orElseThrow()));
        return this;
    }

    Saga whenPaid(String paymentId) {
        simulation.outside(() -> simulation.api().sendTaskSuccess(tokens.getLast(), "{\"status\":\"CAPTURED\",\"paymentId\":\"" + paymentId + "\",\"provider\":\"simulator\"}"));
        return this;
    }

    Saga whenPaymentIsClosed() {
        simulation.outside(() -> simulation.api().sendTaskFailure(tokens.getLast(), "commerce.payment.PaymentClosed", "closed by the customer"));
        return this;
    }

    Saga whenAborted() {
        simulation.abort();
        return this;
    }

    Saga whenRedriven() {
        simulation.redrive();
        return this;
    }
}
