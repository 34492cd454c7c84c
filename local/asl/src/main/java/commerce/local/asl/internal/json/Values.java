package commerce.local.asl.internal.json;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON values as the interpreter holds them: {@code Map}, {@code List}, {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
 * {@code Double} and {@link #NULL}. A Java {@code null} never stands for JSON null: it is JSONata's "undefined".
 *
 * <p>This is the JSONata library's own form, so values pass in and out of expressions without being converted. Values are treated as
 * immutable: they are shared between states, variables and branches.
 */
public final class Values {

    /** JSON null. */
    public static final Object NULL = Jsonata.NULL_VALUE;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Values() {}

    /** Reads JSON text. */
    public static Object parse(String json) throws JsonProcessingException {
        return fromNode(tree(json));
    }

    /** Reads JSON text as a tree. Empty text is refused like any other text that is not JSON. */
    public static JsonNode tree(String json) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(json);
        if (node == null || node.isMissingNode()) {
            throw new com.fasterxml.jackson.core.JsonParseException(null, "No content");
        }
        return node;
    }

    public static Object fromNode(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = LinkedHashMap.newLinkedHashMap(node.size());
                node.properties().forEach(field -> map.put(field.getKey(), fromNode(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(fromNode(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.canConvertToLong() && node.isIntegralNumber() ? integer(node.longValue()) : Numbers.normalise(node.doubleValue());
            case NULL, MISSING, BINARY, POJO -> NULL;
        };
    }

    public static JsonNode toNode(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case null -> nodes.nullNode();
            case Map<?, ?> map -> {
                ObjectNode object = nodes.objectNode();
                map.forEach((key, item) -> object.set((String) key, toNode(item)));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = nodes.arrayNode(list.size());
                list.forEach(item -> array.add(toNode(item)));
                yield array;
            }
            case String text -> nodes.textNode(text);
            case Boolean flag -> nodes.booleanNode(flag);
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Double number -> nodes.numberNode(number);
            default -> nodes.nullNode();
        };
    }

    /** Writes compact JSON text; numbers as JavaScript writes them. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        JsonText.append(out, value);
        return out.toString();
    }

    /** The size of a text in bytes of UTF-8, which is what Step Functions' payload limits count. */
    public static int sizeInBytes(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0x7f) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }

    private static Object integer(long number) {
        return Numbers.integer(number);
    }
}
