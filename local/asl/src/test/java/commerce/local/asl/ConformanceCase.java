package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;

/**
 * One definition and what must become of it. A case has {@code name}, {@code rule} and either
 * <ul>
 *   <li>{@code definition} (or just {@code states} and {@code startAt}), {@code input}, {@code tasks} (see {@link ScriptedTasks}),
 *       {@code events} ({@code atSeconds} plus {@code success}, {@code failure}, {@code heartbeat}: a state whose latest token is used;
 *       {@code stop}; {@code redrive}) and {@code expect}: {@code status}, {@code output}, {@code error}, {@code cause},
 *       {@code causeContains}, {@code states} (entered, in order), {@code history} (event types), {@code previous} (ids),
 *       {@code elapsedSeconds} (or {@code elapsedAboveSeconds}, {@code elapsedBelowSeconds}), {@code requests} (arguments of the tasks started), {@code requestCount},
 *       {@code historySize}, {@code transitions}; or
 *   <li>{@code definition} (or {@code definitionText}, when it is not even JSON) and {@code faults}: the texts {@code CODE at location} of the faults it is refused with.
 * </ul>
 */
final class ConformanceCase {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:case";

    private final JsonNode json;

    ConformanceCase(JsonNode json) {
        this.json = json;
    }

    String name() {
        return json.get("name").asText();
    }

    String rule() {
        return json.path("rule").asText();
    }

    JsonNode definition() {
        if (json.has("definition") || json.has("definitionText")) {
            return json.has("definition") ? json.get("definition") : json.get("definitionText");
        }
        ObjectNode definition = MAPPER.createObjectNode();
        definition.put("QueryLanguage", "JSONata");
        definition.put("StartAt", json.path("startAt").asText(json.get("states").fieldNames().next()));
        definition.set("States", json.get("states"));
        return definition;
    }

    boolean isRun() {
        return !json.has("faults");
    }

    void check() {
        if (isRun()) {
            checkRun(new Simulation());
        } else {
            checkRefused();
        }
    }

    private void checkRefused() {
        String text = json.has("definitionText") ? json.get("definitionText").asText() : definition().toString();
        InvalidDefinition refused = assertThrows(InvalidDefinition.class, () -> StateMachineDefinition.parse(text));
        List<String> expected = json.get("faults").valueStream().map(JsonNode::asText).sorted().toList();
        assertEquals(expected, refused.faults().stream().map(fault -> fault.code() + " at " + fault.location()).sorted().toList(),
                refused.getMessage());
    }

    void checkRun(Simulation simulation) {
        ScriptedTasks tasks = new ScriptedTasks(simulation, json.path("tasks"));
        StepFunctions service = new StepFunctions(simulation, simulation, tasks,
                RandomGeneratorFactory.of("L64X128MixRandom").create(json.path("seed").asLong(1)));
        service.createStateMachine(MACHINE, StateMachineDefinition.parse(definition().toString()));
        String input = json.has("inputTextOfLength") ? MAPPER.createObjectNode().put("text", "x".repeat(json.get("inputTextOfLength").asInt())).toString()
                : json.has("input") ? json.get("input").toString() : "{}";
        String arn = service.startExecution(MACHINE, "one", input).executionArn();
        simulation.settle();
        json.path("events").forEach(event -> play(event, simulation, tasks, service, arn));
        if (!json.path("expect").path("status").asText().equals("RUNNING")) {
            simulation.finish();
        }
        expect(json.get("expect"), service.describeExecution(arn), service.getExecutionHistory(arn), simulation, tasks);
    }

    private static void play(JsonNode event, Simulation simulation, ScriptedTasks tasks, StepFunctions service, String arn) {
        simulation.advance(Duration.ofMillis(Math.round(event.path("atSeconds").asDouble() * 1000)).minus(simulation.elapsed()));
        Runnable call = () -> {
            if (event.has("success")) {
                service.sendTaskSuccess(tasks.lastToken(event.get("success").asText()), event.path("output").toString());
            } else if (event.has("failure")) {
                service.sendTaskFailure(tasks.lastToken(event.get("failure").asText()), text(event, "error"), text(event, "cause"));
            } else if (event.has("heartbeat")) {
                service.sendTaskHeartbeat(tasks.lastToken(event.get("heartbeat").asText()));
            } else if (event.has("stop")) {
                service.stopExecution(arn, text(event, "error"), text(event, "cause"));
            } else if (event.has("redrive")) {
                service.redriveExecution(arn);
            }
        };
        if (event.has("refusedWith")) {
            assertEquals(event.get("refusedWith").asText(), assertThrows(StepFunctionsError.class, call::run).code().awsName());
        } else {
            call.run();
        }
        simulation.settle();
    }

    private static String text(JsonNode event, String field) {
        return event.has(field) ? event.get(field).asText() : null;
    }

    /** @param execution what became of it once nothing was left to happen */
    private static void expect(JsonNode expect, ExecutionDescription execution, List<HistoryEvent> history, Simulation simulation,
            ScriptedTasks tasks) {
        String trace = execution + "\n" + (history.size() > 200 ? "a long history" : history);
        assertEquals(expect.get("status").asText(), execution.status().name(), trace);
        if (expect.has("output")) {
            assertEquals(expect.get("output").toString(), execution.output().orElse("no output"), trace);
        }
        if (expect.has("outputMatches")) {
            assertTrue(execution.output().orElse("").matches(expect.get("outputMatches").asText()), trace);
        }
        if (expect.has("error")) {
            assertEquals(expect.get("error").asText(null), execution.error().orElse(null), trace);
        }
        if (expect.has("cause")) {
            assertEquals(expect.get("cause").asText(null), execution.cause().orElse(null), trace);
        }
        if (expect.has("causeContains")) {
            assertTrue(execution.cause().orElse("").contains(expect.get("causeContains").asText()), trace);
        }
        if (expect.has("states")) {
            assertEquals(texts(expect.get("states")), history.stream().filter(event -> event.type().endsWith("StateEntered"))
                    .map(HistoryEvent::stateName).toList(), trace);
        }
        if (expect.has("history")) {
            assertEquals(texts(expect.get("history")), history.stream().map(HistoryEvent::type).toList(), trace);
        }
        if (expect.has("previous")) {
            assertEquals(expect.get("previous").valueStream().map(JsonNode::asLong).toList(),
                    history.stream().map(HistoryEvent::previousEventId).toList(), trace);
        }
        if (expect.has("elapsedSeconds")) {
            Duration lasted = Duration.between(execution.startDate(), execution.stopDate().orElse(simulation.now()));
            assertEquals(Math.round(expect.get("elapsedSeconds").asDouble() * 1000), lasted.toMillis(), trace);
        }
        if (expect.has("elapsedBelowSeconds")) {
            long millis = Duration.between(execution.startDate(), execution.stopDate().orElseThrow()).toMillis();
            assertTrue(millis < expect.get("elapsedBelowSeconds").asLong() * 1000 && millis > expect.get("elapsedAboveSeconds").asLong() * 1000, trace);
        }
        if (expect.has("requests")) {
            ArrayNode arguments = MAPPER.createArrayNode();
            tasks.requests().forEach(request -> arguments.add(request.arguments()));
            assertEquals(expect.get("requests").toString(), arguments.toString(), trace);
        }
        if (expect.has("requestCount")) {
            assertEquals(expect.get("requestCount").asInt(), tasks.requests().size(), trace);
        }
        if (expect.has("historySize")) {
            assertEquals(expect.get("historySize").asInt(), history.size());
        }
        if (expect.has("transitions")) {
            assertEquals(expect.get("transitions").asLong(), execution.stateTransitions(), trace);
        }
        if (expect.has("details")) {
            checkDetails(expect.get("details"), history, trace);
        }
        Optional<ExecutionStatus> closed = Optional.of(execution.status()).filter(ExecutionStatus::isClosed);
        closed.ifPresent(status -> assertFalse(simulation.pendingTimers().stream().anyMatch(label -> !label.equals("script")),
                "timers left behind: " + simulation.pendingTimers()));
    }

    /** {@code details}: event number to members its details must have. */
    private static void checkDetails(JsonNode details, List<HistoryEvent> history, String trace) {
        details.properties().forEach(entry -> {
            HistoryEvent event = history.get(Integer.parseInt(entry.getKey()) - 1);
            JsonNode actual = event.toJson().path(event.detailsName());
            entry.getValue().properties().forEach(member -> assertEquals(member.getValue().toString(), actual.path(member.getKey()).toString(), trace));
        });
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
