package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Schema;
import commerce.kernel.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Judges answers: status and content type documented, body valid by its schema, a problem named where its status is described. */
final class Answers {

    private static final String PROBLEM = "application/problem+json";
    private static final String TYPE = "urn:commerce:problem:";

    private final JsonNode definitions;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    Answers(JsonNode definitions) {
        this.definitions = definitions;
    }

    List<String> faults(OpenApi.Operation operation, Exchange exchange) {
        var response = operation.responses().get(String.valueOf(exchange.status()));
        if (response == null) {
            return List.of("status " + exchange.status() + " is not documented for " + operation.id());
        }
        var media = response.path("content").path(exchange.contentType());
        if (media.isMissingNode()) {
            return List.of("content type " + exchange.contentType() + " is not documented for " + exchange.status() + " of " + operation.id());
        }
        var faults = new ArrayList<String>();
        if (response.path("headers").has("Location") && exchange.location().isEmpty()) {
            faults.add("the header Location is missing");
        }
        JsonNode body;
        try {
            body = exchange.isJson() ? Json.read(exchange.answer()) : JsonNodeFactory.instance.textNode(exchange.answer());
        } catch (UncheckedIOException notJson) {
            return List.of("the body is not JSON");
        }
        var schema = schemas.computeIfAbsent(operation.id() + exchange.status() + exchange.contentType(), any -> Contracts.schema(media.path("schema"), definitions));
        faults.addAll(Contracts.faults(schema, body));
        if (exchange.contentType().equals(PROBLEM)) {
            faults.addAll(problemFaults(response.path("description").asText(), exchange.status(), body));
        }
        return faults;
    }

    /** Clients switch on the name, so each status says which names it may have. */
    private static List<String> problemFaults(String description, int status, JsonNode problem) {
        var faults = new ArrayList<String>();
        var slug = problem.path("type").asText().replaceFirst("^" + TYPE, "");
        if (!Pattern.compile("(?<![a-z-])" + Pattern.quote(slug) + "(?![a-z-])").matcher(description).find()) {
            faults.add("the problem " + slug + " is not named at status " + status);
        }
        if (problem.path("status").asInt() != status) {
            faults.add("the problem says status " + problem.path("status"));
        }
        return faults;
    }
}
