package commerce.local.stage.edge;

import commerce.local.stage.StageModel.Cors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API's CORS configuration: the gateway answers preflight requests itself, and its headers replace those of a function. */
final class CorsRules {

    private final Optional<Cors> rules;

    CorsRules(Optional<Cors> rules) {
        this.rules = rules;
    }

    /** The gateway's own answer, if this is a preflight request and CORS is configured. No route is asked. */
    Optional<Response> preflight(Request request) {
        if (rules.isEmpty() || !request.method().equals("OPTIONS") || request.header("origin").isEmpty()
                || request.header("access-control-request-method").isEmpty()) {
            return Optional.empty();
        }
        Response answer = new Response(204, List.of(), new byte[0]);
        return Optional.of(allowedOrigin(request).map(origin -> answer.with(preflightHeaders(rules.get(), origin))).orElse(answer));
    }

    /** The answer to any other request, with the headers a browser needs to hand it to the page. */
    Response decorate(Request request, Response response) {
        return allowedOrigin(request).map(origin -> response.with(originHeaders(rules.orElseThrow(), origin))).orElse(response);
    }

    private Optional<String> allowedOrigin(Request request) {
        return rules.flatMap(cors -> request.header("origin").flatMap(origin -> {
            if (cors.allowOrigins().contains("*")) {
                return Optional.of(cors.allowCredentials() ? origin : "*");
            }
            return cors.allowOrigins().stream().anyMatch(allowed -> matches(allowed, origin)) ? Optional.of(origin) : Optional.empty();
        }));
    }

    private static boolean matches(String allowed, String origin) {
        return allowed.endsWith("://*") ? origin.startsWith(allowed.substring(0, allowed.length() - 1)) : allowed.equalsIgnoreCase(origin);
    }

    private static Map<String, String> originHeaders(Cors cors, String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("access-control-allow-origin", origin);
        if (!origin.equals("*")) {
            headers.put("vary", "origin");
        }
        if (cors.allowCredentials()) {
            headers.put("access-control-allow-credentials", "true");
        }
        put(headers, "access-control-expose-headers", cors.exposeHeaders());
        return headers;
    }

    private static Map<String, String> preflightHeaders(Cors cors, String origin) {
        Map<String, String> headers = originHeaders(cors, origin);
        headers.remove("access-control-expose-headers");
        put(headers, "access-control-allow-methods", cors.allowMethods());
        put(headers, "access-control-allow-headers", cors.allowHeaders());
        if (cors.maxAge().isPositive()) {
            headers.put("access-control-max-age", String.valueOf(cors.maxAge().toSeconds()));
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, Set<String> values) {
        if (!values.isEmpty()) {
            headers.put(name, String.join(",", values.stream().sorted().toList()));
        }
    }
}
