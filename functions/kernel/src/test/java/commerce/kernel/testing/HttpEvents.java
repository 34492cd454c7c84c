package commerce.kernel.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import java.util.Locale;

/**
 * Builds requests as API Gateway hands them to functions: {@code HttpEvents.request("POST /orders").by("tenant-a", "alice")
 * .header("Idempotency-Key", "1").body("{...}").event()}.
 */
public final class HttpEvents {

    private final ObjectNode event = Json.object();

    private HttpEvents(String route) {
        event.put("version", "2.0").put("routeKey", route).put("isBase64Encoded", false);
        event.putObject("headers");
        event.putObject("pathParameters");
        event.putObject("queryStringParameters");
        var parts = route.split(" ");
        event.put("rawPath", parts[1]);
        var context = event.putObject("requestContext").put("requestId", "test-request").put("routeKey", route);
        context.putObject("http").put("method", parts[0]).put("path", parts[1]);
    }

    /** @param route method and path with its parameters in braces, as the template declares it */
    public static HttpEvents request(String route) {
        return new HttpEvents(route);
    }

    /** The claims of a verified token. */
    public HttpEvents by(String tenant, String subject) {
        return claim("tenant", tenant).claim("sub", subject);
    }

    public HttpEvents claim(String name, String value) {
        var context = (ObjectNode) event.get("requestContext");
        context.withObject("/authorizer/jwt/claims").put(name, value);
        return this;
    }

    public HttpEvents path(String name, String value) {
        event.withObject("/pathParameters").put(name, value);
        event.put("rawPath", event.get("rawPath").asText().replace("{" + name + "}", value));
        return this;
    }

    public HttpEvents query(String name, String value) {
        event.withObject("/queryStringParameters").put(name, value);
        return this;
    }

    public HttpEvents header(String name, String value) {
        event.withObject("/headers").put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    public HttpEvents body(String body) {
        event.put("body", body);
        return this;
    }

    public ObjectNode event() {
        return event.deepCopy();
    }
}
