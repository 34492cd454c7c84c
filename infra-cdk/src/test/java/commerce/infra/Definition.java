package commerce.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definition of a state machine in the templates.
 *
 * @param machine the resource that holds it
 * @param json Amazon States Language
 */
record Definition(Templates.Resource machine, ObjectNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    /** States that name one another: those of the machine, or of one branch or loop inside it. @param name for people */
    record Scope(String name, String startAt, Map<String, JsonNode> states) {}

    /** A state that invokes a function. */
    record Step(Definition definition, String name, JsonNode state) {

        /** The name of the substitution that stands for the function: {@code ReserveStockArn}. */
        String placeholder() {
            return state.at("/Arguments/FunctionName").asText().replaceAll("^\\$\\{(\\w+)}$", "$1");
        }

        Optional<Templates.Resource> function(Templates templates) {
            var machine = definition.machine();
            return Optional.of(machine.property("DefinitionSubstitutions/" + placeholder())).filter(value -> !value.isMissingNode()).map(value -> templates.functionBehind(machine.stack(), value));
        }
    }

    static List<Definition> all(Templates templates) {
        return templates.ofType("AWS::StepFunctions::StateMachine").map(Definition::of).toList();
    }

    private static Definition of(Templates.Resource machine) {
        try {
            return new Definition(machine, (ObjectNode) JSON.readTree(machine.property("DefinitionString").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(machine + " has a definition that is not JSON", e);
        }
    }

    /** Changes checkout's definition: what is true of every workflow is shown by the largest. */
    static void change(Templates templates, Consumer<ObjectNode> change) {
        var definition = of(templates.one("AWS::StepFunctions::StateMachine", "CheckoutWorkflow"));
        change.accept(definition.json());
        definition.machine().properties().put("DefinitionString", definition.json().toString());
    }

    Set<String> placeholders() {
        return PLACEHOLDER.matcher(json.toString()).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    List<Scope> scopes() {
        var scopes = new ArrayList<Scope>();
        collect("the workflow", json, scopes);
        return scopes;
    }

    private static void collect(String name, JsonNode machine, List<Scope> scopes) {
        var states = new LinkedHashMap<String, JsonNode>();
        machine.path("States").properties().forEach(state -> states.put(state.getKey(), state.getValue()));
        scopes.add(new Scope(name, machine.path("StartAt").asText(), states));
        states.forEach((state, body) -> {
            body.path("Branches").forEach(branch -> collect(state, branch, scopes));
            if (body.has("ItemProcessor")) {
                collect(state, body.path("ItemProcessor"), scopes);
            }
        });
    }

    Stream<Step> steps() {
        return scopes().stream().flatMap(scope -> scope.states().entrySet().stream())
                .filter(state -> state.getValue().at("/Arguments/FunctionName").isTextual()).map(state -> new Step(this, state.getKey(), state.getValue()));
    }
}
