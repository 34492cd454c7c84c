package commerce.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer in API Gateway's payload format 2.0.
 *
 * @param statusCode the HTTP status
 * @param headers single-valued
 * @param body text, or empty
 */
public record HttpResponse(int statusCode, Map<String, String> headers, String body) {

    private static final Map<String, String> JSON = Map.of("content-type", "application/json");

    public static HttpResponse ok(Object body) {
        return json(200, body);
    }

    public static HttpResponse json(int status, Object body) {
        return new HttpResponse(status, JSON, Json.write(body));
    }

    public static HttpResponse created(Object body) {
        return json(201, body);
    }

    /** 202 with the address where the outcome will be seen. */
    public static HttpResponse accepted(String location, Object body) {
        return new HttpResponse(202, Map.of("content-type", "application/json", "location", location), Json.write(body));
    }

    /** A plain text answer, for callers that expect exact words. */
    public static HttpResponse text(int status, String body) {
        return new HttpResponse(status, Map.of("content-type", "text/plain; charset=utf-8"), body);
    }

    /**
     * What was sent to us may stand in its detail, and a name made up by the sender in its field, so these are redacted. Its extensions hold
     * ids, of which only those go that some card scheme issues: a client must be told which of its barcodes is wrong.
     */
    public static HttpResponse problem(Problem problem) {
        var told = new Problem(problem.type(), problem.title(), problem.status(), Redaction.redact(problem.detail()), Redaction.redact(problem.field()),
                withoutCards(problem.extensions()));
        return new HttpResponse(problem.status(), Map.of("content-type", "application/problem+json"), Json.write(told));
    }

    private static Map<String, Object> withoutCards(Map<String, Object> extensions) {
        var told = new LinkedHashMap<String, Object>();
        extensions.forEach((name, value) -> told.put(name, withoutCards(Json.tree(value))));
        return told;
    }

    private static JsonNode withoutCards(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                object.properties().forEach(member -> member.setValue(withoutCards(member.getValue())));
                yield object;
            }
            case ArrayNode array -> Json.tree(array.valueStream().map(HttpResponse::withoutCards).toList());
            case JsonNode text when text.isTextual() && Redaction.holdsCardNumber(text.textValue()) -> Json.tree(Redaction.redact(text.textValue()));
            default -> value;
        };
    }
}
