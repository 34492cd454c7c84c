package commerce.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JSON for people who compare: fields sorted, what fits on one line on one line. */
final class SortedJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINE = 140;

    private SortedJson() {}

    static String print(JsonNode node) {
        return print(sorted(node), "") + "\n";
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var sorted = JSON.createObjectNode();
            new TreeMap<>(object.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))).forEach((field, value) -> sorted.set(field, sorted(value)));
            return sorted;
        }
        if (node.isArray()) {
            var sorted = JSON.createArrayNode();
            node.forEach(element -> sorted.add(sorted(element)));
            return sorted;
        }
        return node;
    }

    private static String print(JsonNode node, String indent) {
        var line = node.toString();
        if (!node.isContainerNode() || node.isEmpty() || indent.length() + line.length() <= LINE) {
            return line;
        }
        var inner = indent + "  ";
        var parts = new ArrayList<String>();
        if (node.isObject()) {
            node.properties().forEach(field -> parts.add(JSON.getNodeFactory().textNode(field.getKey()) + ": " + print(field.getValue(), inner)));
        } else {
            node.forEach(element -> parts.add(print(element, inner)));
        }
        var brackets = node.isObject() ? "{}" : "[]";
        return parts.stream().map(part -> inner + part).collect(Collectors.joining(",\n", brackets.charAt(0) + "\n", "\n" + indent + brackets.charAt(1)));
    }

    /** What one has and the other has not, value by value: {@code - path: value} and {@code + path: value}. */
    static List<String> difference(JsonNode before, JsonNode after) {
        var difference = new ArrayList<String>();
        compare("", before, after, difference);
        return difference;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> difference) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            var fields = new TreeMap<String, JsonNode>();
            before.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            after.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.keySet().forEach(field -> compare(path + "/" + field, before.path(field), after.path(field), difference));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "/" + i, before.path(i), after.path(i), difference);
            }
        } else {
            if (!before.isMissingNode()) {
                difference.add("- " + path + ": " + before);
            }
            if (!after.isMissingNode()) {
                difference.add("+ " + path + ": " + after);
            }
        }
    }
}
