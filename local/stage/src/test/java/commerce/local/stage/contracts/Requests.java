package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Judges requests: every parameter known and valid, the body valid, nothing required missing. */
final class Requests {

    private final JsonNode definitions;
    private final Map<String, Schema> bodies = new ConcurrentHashMap<>();

    Requests(JsonNode definitions) {
        this.definitions = definitions;
    }

    List<String> faults(OpenApi.Operation operation, Exchange exchange) {
        var faults = new ArrayList<String>();
        var given = new TreeMap<String, String>();
        pathParameters(operation, exchange, given);
        queryParameters(exchange, given);
        exchange.idempotencyKey().ifPresent(key -> given.put("header Idempotency-Key", key));
        for (var parameter : operation.parameters()) {
            var name = parameter.path("in").asText() + " " + parameter.path("name").asText();
            var value = given.remove(name);
            if (value != null) {
                Contracts.faults(Contracts.schema(parameter.path("schema"), definitions), typed(parameter.path("schema"), value)).forEach(fault -> faults.add(name + fault));
            } else if (parameter.path("required").asBoolean()) {
                faults.add(name + " is required");
            }
        }
        given.keySet().forEach(name -> faults.add(name + " is not in the contract"));
        faults.addAll(bodyFaults(operation, exchange.body()));
        return faults;
    }

    private static void pathParameters(OpenApi.Operation operation, Exchange exchange, Map<String, String> given) {
        var names = operation.pattern().matcher(operation.path());
        var values = operation.pattern().matcher(exchange.path());
        if (names.matches() && values.matches()) {
            for (int group = 1; group <= names.groupCount(); group++) {
                given.put("path " + names.group(group).replaceAll("[{}]", ""), decoded(values.group(group)));
            }
        }
    }

    private static void queryParameters(Exchange exchange, Map<String, String> given) {
        for (var pair : exchange.query().split("&")) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                given.put("query " + decoded(parts[0]), decoded(parts[1]));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Parameters are text; what their schema calls an integer is one if it looks like one. */
    private static JsonNode typed(JsonNode schema, String value) {
        var isInteger = schema.path("type").asText().equals("integer") && value.matches("-?[0-9]{1,18}");
        return isInteger ? JsonNodeFactory.instance.numberNode(Long.parseLong(value)) : JsonNodeFactory.instance.textNode(value);
    }

    private List<String> bodyFaults(OpenApi.Operation operation, String body) {
        if (operation.requestBody().isEmpty()) {
            return body.isEmpty() ? List.of() : List.of("a body where the contract has none");
        }
        if (body.isEmpty() && !operation.requestBody().get().path("required").asBoolean()) {
            return List.of();
        }
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (UncheckedIOException notJson) {
            return List.of("the body is not JSON");
        }
        var schema = bodies.computeIfAbsent(operation.id(),
                any -> Contracts.schema(operation.requestBody().get().path("content").path("application/json").path("schema"), definitions));
        return Contracts.faults(schema, json);
    }
}
