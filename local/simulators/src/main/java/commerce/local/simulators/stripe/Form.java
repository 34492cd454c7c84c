package commerce.local.simulators.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Stripe's parameters: {@code a[b][0][c]=v} as nested objects, array indices as member names. Reads them as strictly as Stripe does.
 *
 * @param values nested objects with text at the ends
 */
record Form(ObjectNode values) {

    static Form of(Map<String, String> pairs) {
        var root = JsonNodeFactory.instance.objectNode();
        pairs.forEach((name, value) -> put(root, name.replace("]", "").split("\\[", -1), value));
        return new Form(root);
    }

    private static void put(ObjectNode root, String[] path, String value) {
        var node = root;
        for (int depth = 0; depth < path.length - 1; depth++) {
            var member = path[depth].isEmpty() ? String.valueOf(node.size()) : path[depth];
            if (!(node.get(member) instanceof ObjectNode)) {
                node.putObject(member);
            }
            node = (ObjectNode) node.get(member);
        }
        var last = path[path.length - 1];
        node.put(last.isEmpty() ? String.valueOf(node.size()) : last, value);
    }

    JsonNode at(String... path) {
        JsonNode node = values;
        for (var member : path) {
            node = node.path(member);
        }
        return node;
    }

    String text(String name, String... path) {
        var value = at(path).asText("");
        if (value.isEmpty()) {
            throw StripeError.missing(name);
        }
        return value;
    }

    long integer(String name, String... path) {
        var value = text(name, path);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notOne) {
            throw StripeError.invalid("parameter_invalid_integer", name, "Invalid integer: " + value);
        }
    }
}
