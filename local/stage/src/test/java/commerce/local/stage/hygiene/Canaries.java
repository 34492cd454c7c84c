package commerce.local.stage.hygiene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts a text into every place of a JSON document that holds a text, one place at a time, and beside them: also in JSON inside a text. Only what
 * nobody can choose stays: a token's claims, the route. What a gateway adds to every request is changed all at once.
 */
final class Canaries {

    private static final Set<String> GIVEN = Set.of("claims", "routeKey", "version", "isBase64Encoded");
    private static final Set<String> ENVELOPE = Set.of("headers", "requestContext");

    private Canaries() {}

    /**
     * @param document for example a function's input
     * @param canary what is put in
     * @return one document for each place
     */
    static List<JsonNode> inEveryText(JsonNode document, String canary) {
        var documents = new ArrayList<JsonNode>();
        places(document, changed -> changed, canary, documents::add);
        return documents;
    }

    /** @param whole the document with this part of it replaced */
    private static void places(JsonNode part, Function<JsonNode, JsonNode> whole, String canary, Consumer<JsonNode> found) {
        switch (part) {
            case ObjectNode object -> {
                object.properties().stream().filter(member -> !GIVEN.contains(member.getKey())).forEach(member -> {
                    Function<JsonNode, JsonNode> inside = changed -> whole.apply(object.deepCopy().set(member.getKey(), changed));
                    if (ENVELOPE.contains(member.getKey())) {
                        found.accept(inside.apply(everywhere(member.getValue(), canary)));
                    } else {
                        places(member.getValue(), inside, canary, found);
                    }
                });
                found.accept(whole.apply(object.deepCopy().put("card_number", canary)));
                found.accept(whole.apply(object.deepCopy().put(canary, 1)));
            }
            case ArrayNode array -> {
                for (int index = 0; index < array.size(); index++) {
                    var at = index;
                    places(array.get(index), changed -> {
                        var copy = array.deepCopy();
                        copy.set(at, changed);
                        return whole.apply(copy);
                    }, canary, found);
                }
            }
            case JsonNode text when text.isTextual() -> {
                found.accept(whole.apply(Json.tree(canary)));
                inside(text.textValue()).forEach(json -> places(json, changed -> whole.apply(Json.tree(Json.write(changed))), canary, found));
            }
            default -> { }
        }
    }

    private static JsonNode everywhere(JsonNode part, String canary) {
        if (part instanceof ObjectNode object) {
            var copy = object.deepCopy();
            object.properties().stream().filter(member -> !GIVEN.contains(member.getKey())).forEach(member -> copy.set(member.getKey(), everywhere(member.getValue(), canary)));
            return copy;
        }
        return part.isTextual() ? Json.tree(canary) : part;
    }

    private static Stream<JsonNode> inside(String text) {
        try {
            return text.startsWith("{") ? Stream.of(Json.read(text)) : Stream.empty();
        } catch (RuntimeException noJson) {
            return Stream.empty();
        }
    }
}
