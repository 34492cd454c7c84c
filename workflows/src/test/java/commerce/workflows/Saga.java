package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An execution told as a protocol: {@code given(...).expect...().whenAnswered()...expectEnd("...")}. Each {@code expect} asserts the next
 * command the workflow sends, to whom and with what; each {@code when} plays the participant's part. A subclass knows one workflow's commands.
 *
 * <p>Time stands still but for what a step asks for: an {@code expect} waits for a retry that is due, never for a time-out.
 *
 * @param <S> the subclass
 */
abstract class Saga<S extends Saga<S>> {

    static final ObjectMapper MAPPER = new ObjectMapper();

    /** What the workflow asks of a participant. */
    record Command(TaskRequest request, TaskCallback callback) {

        String operation() {
            return Simulation.operation(request.arguments().path("FunctionName").asText());
        }

        JsonNode payload() {
            return request.arguments().path("Payload");
        }
    }

    private final Deque<Command> commands = new ArrayDeque<>();
    private final Simulation simulation;
    private Command current;

    Saga(Workflow workflow) {
        simulation = new Simulation(workflow, (request, callback) -> commands.add(new Command(request, callback)), 1);
    }

    abstract S self();

    final Simulation simulation() {
        return simulation;
    }

    final Command current() {
        return current;
    }

    // ---- what the workflow must ask for next

    final S expect(String operation, JsonNode payload) {
        awaitCommand();
        return assertCommand(operation, payload);
    }

    final void awaitCommand() {
        while (commands.isEmpty() && simulation.nextTimer().startsWith("retry")) {
            simulation.fireNextTimer();
        }
        assertTrue(!commands.isEmpty(), () -> "no command, the execution is " + simulation.execution());
        current = commands.remove();
    }

    final S assertCommand(String operation, JsonNode payload) {
        assertEquals(operation, current.operation());
        assertEquals(asRead(payload), asRead(current.payload()), operation);
        assertTrue(commands.isEmpty(), () -> "one command at a time, but there is also " + commands);
        return self();
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
    final S expectEnd(String status) {
        assertEquals(ExecutionStatus.SUCCEEDED, simulation.execution().status(), () -> simulation.execution().toString());
        assertEquals("{\"status\":\"" + status + "\"}", simulation.execution().output().orElseThrow());
        return expectSilence();
    }

    /** The execution has failed in that state, redrivable, and asks for nothing more. */
    final S expectParked(String state, String error) {
        assertEquals(ExecutionStatus.FAILED, simulation.execution().status(), () -> simulation.execution().toString());
        assertEquals(state, simulation.failedState());
        assertEquals(error, simulation.execution().error().orElseThrow());
        return expectSilence();
    }

    private S expectSilence() {
        simulation.advance(Duration.ofDays(1));
        assertTrue(commands.isEmpty(), () -> "nothing may follow, but there is " + commands);
        return self();
    }

    /** What the execution has cost so far. */
    final S expectStateTransitions(long transitions) {
        assertEquals(transitions, simulation.execution().stateTransitions(), "billed state transitions");
        return self();
    }

    // ---- what happens next

    final S whenAnswered(JsonNode payload) {
        var result = MAPPER.createObjectNode().put("StatusCode", 200).put("ExecutedVersion", "1");
        result.set("Payload", payload);
        simulation.outside(() -> current.callback().succeed(result));
        return self();
    }

    final S whenFailing(String error) {
        simulation.outside(() -> current.callback().fail(error, "{\"errorType\":\"" + error + "\"}"));
        return self();
    }

    /** This step is tried that often in all, fails in the same way each time, and is given up. */
    final S whenFailingEachOf(int attempts, String error) {
        var operation = current.operation();
        whenFailing(error);
        for (int attempt = 2; attempt <= attempts; attempt++) {
            awaitCommand();
            assertEquals(operation, current.operation(), "attempt " + attempt);
            whenFailing(error);
        }
        return self();
    }

    /** No answer within the task's time. */
    final S whenTimingOut() {
        simulation.advance(Duration.ofSeconds(30));
        return self();
    }

    final S whenTimingOutEachOf(int attempts) {
        whenTimingOut();
        for (int attempt = 2; attempt <= attempts; attempt++) {
            awaitCommand();
            whenTimingOut();
        }
        return self();
    }

    final S whenTimePasses(Duration duration) {
        simulation.advance(duration);
        return self();
    }

    final S whenAborted() {
        simulation.abort();
        return self();
    }

    final S whenRedriven() {
        simulation.redrive();
        return self();
    }
}
