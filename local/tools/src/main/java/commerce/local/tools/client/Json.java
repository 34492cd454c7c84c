package commerce.local.tools.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small JSON documents written in place. */
public final class Json {
    public static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** An object of {@code name, value, name, value…}; values are anything Jackson can write. A null value is left out. */
    public static ObjectNode object(Object... namesAndValues) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.set((String) namesAndValues[i], MAPPER.valueToTree(namesAndValues[i + 1]));
            }
        }
        return object;
    }

    public static ArrayNode array(Iterable<? extends JsonNode> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        elements.forEach(array::add);
        return array;
    }

    public static String text(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The text as JSON, or as a JSON string when it is none (so that it can still be shown). */
    static JsonNode parse(String text) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
