package commerce.local.stage.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of an event that a set of patterns looks at. Matching it gives the same answer as matching all of it, and events are mostly
 * payload that no pattern mentions.
 */
final class Projection {

    /** A pattern may put members into alternatives: their names are beside the others', not below this one. */
    private static final String ALTERNATIVES = "$or";

    /** What is looked at below a member; an empty one means a leaf. */
    private final Map<String, Projection> members = new HashMap<>();

    static Projection of(List<JsonNode> patterns) {
        var all = new Projection();
        patterns.forEach(all::add);
        return all;
    }

    void add(JsonNode pattern) {
        pattern.properties().forEach(member -> {
            if (member.getKey().equals(ALTERNATIVES) && member.getValue().isArray()) {
                member.getValue().forEach(this::add);
            } else {
                members.computeIfAbsent(member.getKey(), any -> new Projection()).add(member.getValue());
            }
        });
    }

    /** The event without what no pattern mentions. */
    JsonNode of(JsonNode event) {
        if (!event.isObject() || members.isEmpty()) {
            return event.isArray() ? elements(event) : event;
        }
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        members.forEach((name, below) -> {
            if (event.has(name)) {
                part.set(name, below.of(event.path(name)));
            }
        });
        return part;
    }

    private JsonNode elements(JsonNode array) {
        var part = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> part.add(of(element)));
        return part;
    }
}
