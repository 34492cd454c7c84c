package commerce.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request as API Gateway hands it to a function (HTTP API, payload format 2.0), read-only.
 *
 * <p>Who is asking comes from the claims API Gateway verified, and from nowhere else.
 */
public final class HttpRequest {

    private final JsonNode event;
    private final byte[] body;

    public HttpRequest(JsonNode event) {
        this.event = event;
        var text = event.path("body").asText("");
        this.body = event.path("isBase64Encoded").asBoolean() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The body's bytes exactly as they came in: signatures and idempotency are about these. */
    public byte[] rawBody() {
        return body;
    }

    /** @throws ProblemException 400 if the body is not one JSON object */
    public Body body() {
        return Body.parse(new String(body, StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 if there is a body with anything in it */
    public void noBody() {
        if (body.length > 0) {
            body().end();
        }
    }

    /** For example {@code POST /orders/{orderId}/cancellation}. */
    public String route() {
        return event.path("routeKey").asText();
    }

    /** The path as it was asked for: with the route, what a request is about. */
    String pathText() {
        return event.path("rawPath").asText();
    }

    public String method() {
        return event.path("requestContext").path("http").path("method").asText();
    }

    public String requestId() {
        return event.path("requestContext").path("requestId").asText();
    }

    /** A header by its name in any case; several values of one name are joined with a comma by the gateway. */
    public Optional<String> header(String name) {
        return text(event.path("headers").path(name.toLowerCase(Locale.ROOT)));
    }

    /** @throws ProblemException 404 if it does not look like such a key: then there is no such thing */
    public String path(String name, Pattern pattern) {
        var value = event.path("pathParameters").path(name).asText();
        if (!pattern.matcher(value).matches()) {
            throw Problem.notFound("resource", "the path parameter " + name + " must match " + pattern.pattern()).asException();
        }
        return value;
    }

    /** @throws ProblemException 400 if it does not look like such a key; for operations that create under that key */
    public String newKey(String name, Pattern pattern) {
        var value = event.path("pathParameters").path(name).asText();
        if (!pattern.matcher(value).matches()) {
            throw Problem.invalidInput(name, "the path parameter " + name + " must match " + pattern.pattern()).asException();
        }
        return value;
    }

    public Optional<String> query(String name) {
        return text(event.path("queryStringParameters").path(name)).filter(value -> !value.isEmpty());
    }

    /** @throws ProblemException 400 if it is there but does not match */
    public Optional<String> query(String name, Pattern pattern) {
        return query(name).map(value -> {
            if (!pattern.matcher(value).matches()) {
                throw Problem.invalidInput(name, "the query parameter " + name + " must match " + pattern.pattern()).asException();
            }
            return value;
        });
    }

    /** The tenant the verified token names. @throws ProblemException 403 if it names none or no valid one */
    public String tenant() {
        return claim("tenant", Names.TENANT);
    }

    /** The customer or operator the verified token names. @throws ProblemException 403 if it names none */
    public String subject() {
        return claim("sub", Names.SUBJECT);
    }

    /** Whether the verified token has that scope besides the one its route asks for. */
    public boolean hasScope(String scope) {
        return text(event.path("requestContext").path("authorizer").path("jwt").path("claims").path("scope")).stream()
                .anyMatch(scopes -> List.of(scopes.split(" ")).contains(scope));
    }

    private String claim(String name, Pattern pattern) {
        return text(event.path("requestContext").path("authorizer").path("jwt").path("claims").path(name))
                .filter(value -> pattern.matcher(value).matches())
                .orElseThrow(() -> Problem.forbidden("the token's claim " + name + " must match " + pattern.pattern()).asException());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
    }
}
