package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An inner scope (a branch, an iteration) must not assign a variable that an outer scope assigns: it could neither change the outer one nor
 * safely hide it, so AWS refuses the definition.
 */
final class VariableScopes {

    private final Deque<Set<String>> enclosing = new ArrayDeque<>();

    void enter(JsonNode states, String path, Faults faults) {
        Set<String> own = new LinkedHashSet<>();
        states.properties().forEach(entry -> assigned(entry.getValue()).forEach(name -> {
            own.add(name);
            if (enclosing.stream().anyMatch(outer -> outer.contains(name))) {
                faults.schema("Variable '" + name + "' is already assigned in an outer scope", path + "/States/" + entry.getKey() + "/Assign/" + name);
            }
        }));
        enclosing.push(own);
    }

    void leave() {
        enclosing.pop();
    }

    private static Set<String> assigned(JsonNode state) {
        Set<String> names = new LinkedHashSet<>();
        state.path("Assign").fieldNames().forEachRemaining(names::add);
        for (String list : new String[] {"Choices", "Catch"}) {
            state.path(list).forEach(entry -> entry.path("Assign").fieldNames().forEachRemaining(names::add));
        }
        return names;
    }
}
