package commerce.local.stage.edge;

import commerce.local.stage.StageModel.Cors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API's CORS configuration: the gateway answers preflight requests itself, and a function's CORS headers are ignored. */
final class CorsRules {

    private final Optional<Cors> rules;

    CorsRules(Optional<Cors> rules) {
        this.rules = rules;
    }

    /** Whether this is a preflight request and CORS is configured. */
    boolean isPreflight(Request request) {
        return rules.isPresent() && request.method().equals("OPTIONS") && request.header("origin").isPresent()
                && request.header("access-control-request-method").isPresent();
    }

    /** The gateway's own answer to a preflight request. */
    Response preflight(Request request) {
        Response answer = new Response(204, List.of(), new byte[0]);
        return allowedOrigin(request).map(origin -> answer.with(preflightHeaders(rules.orElseThrow(), origin))).orElse(answer);
    }

    /** The answer to any other request: without what the function says about CORS, with the headers a browser needs to hand it to the page. */
    Response decorate(Request request, Response response) {
        if (rules.isEmpty()) {
            return response;
        }
        Response own = response.without("access-control-");
        return allowedOrigin(request).map(origin -> own.with(originHeaders(rules.get(), origin))).orElse(own);
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
