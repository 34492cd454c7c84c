package commerce.local.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tasks that answer by script, per state and attempt: {@code {"result": any}}, {@code {"error": name, "cause": text}},
 * {@code {"never": true}}, {@code {"textOfLength": n, "character": "x"}}, each optionally {@code "afterSeconds": n}. The last line of a script repeats; a state without one echoes its
 * arguments.
 */
final class ScriptedTasks implements TaskResources {

    private final Simulation simulation;
    private final JsonNode scripts;
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, String> lastTokens = new HashMap<>();
    private final List<TaskRequest> requests = new ArrayList<>();

    ScriptedTasks(Simulation simulation, JsonNode scripts) {
        this.simulation = simulation;
        this.scripts = scripts;
    }

    @Override
    public void start(TaskRequest request, TaskCallback callback) {
        requests.add(request);
        request.taskToken().ifPresent(token -> lastTokens.put(request.stateName(), token));
        JsonNode script = scripts.path(request.stateName());
        int call = calls.merge(request.stateName(), 1, Integer::sum) - 1;
        JsonNode line = script.isArray() ? script.get(Math.min(call, script.size() - 1)) : script;
        if (line.path("never").asBoolean(false)) {
            return;
        }
        long after = Math.round(line.path("afterSeconds").asDouble(0) * 1000);
        if (after == 0) {
            answer(request, callback, line);
        } else {
            simulation.at(simulation.now().plus(Duration.ofMillis(after)), "script", () -> answer(request, callback, line));
        }
    }

    private static void answer(TaskRequest request, TaskCallback callback, JsonNode line) {
        if (line.has("error")) {
            callback.fail(line.get("error").asText(), line.path("cause").isMissingNode() ? null : line.get("cause").asText());
        } else if (line.has("textOfLength")) {
            callback.succeed(JsonNodeFactory.instance.textNode(line.path("character").asText("x").repeat(line.get("textOfLength").asInt())));
        } else {
            callback.succeed(line.has("result") ? line.get("result") : request.arguments());
        }
    }

    List<TaskRequest> requests() {
        return requests;
    }

    String lastToken(String state) {
        return lastTokens.get(state);
    }
}
