package commerce.local.stage.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.stage.edge.JwtCheck.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The event a function receives: API Gateway's payload format 2.0.
 *
 * @param account the account the API belongs to
 */
record PayloadV2(String account) {

    private static final String API_ID = "local";
    private static final String STAGE = "$default";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is between the client and the gateway only. */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection", "cookie", "expect", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade");
    /** Bodies of these types and of {@code text/*} arrive as text; everything else in Base64, also what has no type. */
    private static final Set<String> TEXTS = Set.of("application/json", "application/javascript", "application/xml");

    byte[] event(Request request, RouteTable.Match match, Optional<Verdict.Allowed> caller, String requestId, Instant now) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0");
        event.put("routeKey", match.route().routeKey());
        event.put("rawPath", match.path());
        event.put("rawQueryString", request.rawQuery());
        List<String> cookies = cookies(request);
        if (!cookies.isEmpty()) {
            event.set("cookies", JSON.valueToTree(cookies));
        }
        event.set("headers", JSON.valueToTree(headers(request, now)));
        putIfAny(event, "queryStringParameters", UrlText.query(request.rawQuery()));
        event.set("requestContext", context(request, match, caller, requestId, now));
        putIfAny(event, "pathParameters", match.pathParameters());
        putBody(event, request);
        return bytes(event);
    }

    private ObjectNode context(Request request, RouteTable.Match match, Optional<Verdict.Allowed> caller, String requestId, Instant now) {
        String domain = request.header("host").map(host -> host.replaceFirst(":\\d+$", "")).orElse("localhost");
        ObjectNode context = JSON.createObjectNode();
        context.put("accountId", account);
        context.put("apiId", API_ID);
        caller.ifPresent(allowed -> {
            ObjectNode jwt = context.putObject("authorizer").putObject("jwt");
            jwt.set("claims", JSON.valueToTree(allowed.claims()));
            // AWS writes null where the route asks for no scope.
            jwt.set("scopes", match.route().scopes().isEmpty() ? JSON.nullNode() : JSON.valueToTree(allowed.scopes()));
        });
        context.put("domainName", domain);
        context.put("domainPrefix", domain.split("\\.", 2)[0]);
        ObjectNode http = context.putObject("http");
        http.put("method", request.method());
        http.put("path", match.path());
        http.put("protocol", request.protocol());
        http.put("sourceIp", request.sourceIp());
        http.put("userAgent", request.header("user-agent").orElse(""));
        context.put("requestId", requestId);
        context.put("routeKey", match.route().routeKey());
        context.put("stage", STAGE);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }

    private static List<String> cookies(Request request) {
        return request.headers().getOrDefault("cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";"))).map(String::strip).filter(cookie -> !cookie.isEmpty()).toList();
    }

    /** Lower-case names, several values joined with commas, cookies apart, and what the gateway itself adds. */
    private static Map<String, String> headers(Request request, Instant now) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name)) {
                headers.put(name, values.size() == 1 ? values.getFirst() : String.join(",", values));
            }
        });
        headers.put("content-length", String.valueOf(request.body().length));
        headers.merge("x-forwarded-for", request.sourceIp(), (before, mine) -> before + ", " + mine);
        headers.put("x-forwarded-proto", "http");
        headers.put("x-forwarded-port", request.header("host").filter(host -> host.matches(".*:\\d+")).map(host -> host.substring(host.lastIndexOf(':') + 1)).orElse("80"));
        headers.putIfAbsent("x-amzn-trace-id", TraceIds.next(now));
        return headers;
    }

    private static void putIfAny(ObjectNode event, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            event.set(name, JSON.valueToTree(values));
        }
    }

    /** Text where the content type says text, else Base64; also Base64 where the text is none, so that no byte is lost. */
    private static void putBody(ObjectNode event, Request request) {
        byte[] body = request.body();
        Optional<String> text = isText(request) ? text(body) : Optional.empty();
        if (body.length > 0) {
            event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
        }
        event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
    }

    private static boolean isText(Request request) {
        String type = request.header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return (type.startsWith("text/") || TEXTS.contains(type)) && request.header("content-encoding").isEmpty();
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
