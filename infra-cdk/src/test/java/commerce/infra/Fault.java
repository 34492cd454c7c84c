package commerce.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something wrong that somebody might do to the templates.
 *
 * @param name what was done
 * @param rule the one that must find it
 * @param offender what the finding must name
 * @param plant does it
 */
record Fault(String name, Rule rule, String offender, Consumer<Templates> plant) {

    /** Done to one property's object of a resource. @param path below Properties; empty for the properties themselves */
    static Fault in(String type, String id, String path, Rule rule, String name, Consumer<ObjectNode> change) {
        return new Fault(name, rule, id, templates -> change.accept(path.isEmpty() ? templates.one(type, id).properties() : (ObjectNode) templates.one(type, id).property(path)));
    }

    /** The same, but whose finding names something else. */
    Fault naming(String other) {
        return new Fault(name, rule, other, plant);
    }

    static Fault inFunction(String function, String path, Rule rule, String name, Consumer<ObjectNode> change) {
        return new Fault(name, rule, function, templates -> change.accept(path.isEmpty() ? templates.function(function).properties() : (ObjectNode) templates.function(function).property(path)));
    }

    static Fault without(String type, String id, Rule rule, String offender, String name) {
        return new Fault(name, rule, offender, templates -> templates.remove(templates.one(type, id)));
    }

    /** Done to the states of checkout. */
    static Fault inWorkflow(Rule rule, String offender, String name, Consumer<ObjectNode> change) {
        return new Fault(name, rule, offender, templates -> Definition.change(templates, definition -> change.accept((ObjectNode) definition.path("States"))));
    }

    /** The statements of a function's role, to be changed. */
    static ArrayNode statements(Templates templates, String function) {
        return (ArrayNode) templates.one("AWS::IAM::Policy", function + "RoleDefaultPolicy").property("PolicyDocument/Statement");
    }

    /** The first of them that allows that action, to be changed. */
    static ObjectNode statement(Templates templates, String function, String action) {
        return (ObjectNode) statements(templates, function).valueStream().filter(statement -> statement.path("Action").toString().contains("\"" + action + "\"")).findFirst().orElseThrow();
    }

    /** Takes the first of them that is meant. */
    static void remove(ArrayNode list, Predicate<JsonNode> meant) {
        for (Iterator<JsonNode> elements = list.iterator(); elements.hasNext();) {
            if (meant.test(elements.next())) {
                elements.remove();
                return;
            }
        }
        throw new AssertionError("nothing to remove from " + list);
    }

    @Override
    public String toString() {
        return name;
    }
}
