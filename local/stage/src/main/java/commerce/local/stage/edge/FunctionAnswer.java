package commerce.local.stage.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.stage.edge.Response.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a function answered, as HTTP. With a {@code statusCode} it is taken apart; any other JSON is itself the body of a 200, byte for
 * byte, but a text without its quotes (API Gateway calls the response inferred); what is neither is the gateway's own 500.
 */
final class FunctionAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Connection matters are between the gateway and its client; the gateway counts the bytes itself. */
    private static final Set<String> OWN = Set.of("apigw-requestid", "connection", "content-length", "date", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade");

    private FunctionAnswer() {}

    static Response map(byte[] payload) {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (IOException notJson) {
            return Response.internalServerError();
        }
        if (answer == null || answer.isMissingNode()) {
            return Response.internalServerError();
        }
        if (!answer.has("statusCode")) {
            return answer.isTextual()
                    ? Response.of(200, "application/json", answer.textValue())
                    : new Response(200, List.of(new Header("content-type", "application/json")), payload);
        }
        return explicit(answer);
    }

    private static Response explicit(JsonNode answer) {
        Optional<Integer> status = status(answer.get("statusCode"));
        Optional<byte[]> body = body(answer);
        if (status.isEmpty() || body.isEmpty()) {
            return Response.internalServerError();
        }
        List<Header> headers = new ArrayList<>();
        answer.path("headers").properties().forEach(header -> {
            if (!OWN.contains(header.getKey().toLowerCase(Locale.ROOT)) && header.getValue().isValueNode() && !header.getValue().isNull()) {
                headers.add(new Header(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
            }
        });
        if (body.get().length > 0 && headers.stream().noneMatch(header -> header.name().equals("content-type"))) {
            headers.add(new Header("content-type", "text/plain; charset=utf-8"));
        }
        answer.path("cookies").forEach(cookie -> headers.add(new Header("set-cookie", cookie.asText())));
        return new Response(status.get(), List.copyOf(headers), body.get());
    }

    private static Optional<Integer> status(JsonNode status) {
        boolean number = status.isIntegralNumber() || status.isTextual() && status.textValue().matches("\\d{3}");
        return Optional.of(status.asInt()).filter(code -> number && code >= 200 && code <= 599);
    }

    private static Optional<byte[]> body(JsonNode answer) {
        JsonNode body = answer.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return Optional.of(new byte[0]);
        }
        if (!body.isTextual()) {
            return Optional.empty();
        }
        if (!answer.path("isBase64Encoded").asBoolean()) {
            return Optional.of(body.textValue().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(body.textValue()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
