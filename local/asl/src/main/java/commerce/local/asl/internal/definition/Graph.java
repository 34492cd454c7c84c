package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that transitions lead to states of the same container, that every state can be reached, and that some state ends it. */
final class Graph {

    /** A transition; {@code field} is its name, {@code location} where it stands. */
    private record Edge(String target, String field, String location) {}

    private Graph() {}

    static void check(String startAt, JsonNode states, String path, Faults faults) {
        if (!startAt.isEmpty() && !states.has(startAt)) {
            faults.add("MISSING_TRANSITION_TARGET", "Missing 'StartAt' target: " + startAt, path + "/StartAt");
        }
        boolean ends = false;
        for (var entry : states.properties()) {
            ends |= isEnd(entry.getValue());
            for (Edge edge : edges(entry.getValue(), path + "/States/" + entry.getKey())) {
                if (!states.has(edge.target())) {
                    faults.add("MISSING_TRANSITION_TARGET", "Missing '" + edge.field() + "' target: " + edge.target(), edge.location());
                }
            }
        }
        if (!ends) {
            faults.add("MISSING_END_STATE", "No terminal state found", path + "/States");
        }
        if (states.has(startAt)) {
            Set<String> reached = reached(startAt, states, path);
            states.fieldNames().forEachRemaining(name -> {
                if (!reached.contains(name)) {
                    faults.add("MISSING_TRANSITION_TARGET", "State \"" + name + "\" is not reachable.", path + "/States/" + name);
                }
            });
        }
    }

    private static Set<String> reached(String startAt, JsonNode states, String path) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(startAt));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (states.has(name) && reached.add(name)) {
                edges(states.get(name), path).forEach(edge -> open.push(edge.target()));
            }
        }
        return reached;
    }

    private static boolean isEnd(JsonNode state) {
        String type = state.path("Type").asText();
        return state.path("End").isBoolean() && state.get("End").booleanValue() || type.equals("Succeed") || type.equals("Fail");
    }

    private static List<Edge> edges(JsonNode state, String path) {
        List<Edge> edges = new ArrayList<>();
        add(edges, state, "Next", path);
        add(edges, state, "Default", path);
        for (String list : List.of("Choices", "Catch")) {
            JsonNode entries = state.path(list);
            for (int i = 0; i < entries.size(); i++) {
                add(edges, entries.get(i), "Next", path + "/" + list + "[" + i + "]");
            }
        }
        return edges;
    }

    private static void add(List<Edge> edges, JsonNode object, String field, String path) {
        if (object.path(field).isTextual()) {
            edges.add(new Edge(object.get(field).textValue(), field, path + "/" + field));
        }
    }
}
