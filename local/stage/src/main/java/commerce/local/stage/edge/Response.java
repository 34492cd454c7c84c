package commerce.local.stage.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers in the order they are sent; a name may come more than once
 * @param body empty for none
 */
public record Response(int status, List<Header> headers, byte[] body) {

    /** One header line. */
    public record Header(String name, String value) {}

    public static Response of(int status, String contentType, String body) {
        return new Response(status, List.of(new Header("content-type", contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** API Gateway's own answers: {@code {"message":"Not Found"}}. The message is one of its fixed texts, nothing to be escaped. */
    static Response message(int status, String message) {
        return of(status, "application/json", "{\"message\":\"" + message + "\"}");
    }

    static Response internalServerError() {
        return message(500, "Internal Server Error");
    }

    static Response serviceUnavailable() {
        return message(503, "Service Unavailable");
    }

    static Response badRequest() {
        return message(400, "Bad Request");
    }

    static Response headerFieldsTooLarge() {
        return message(431, "Request Header Fields Too Large");
    }

    static Response requestEntityTooLarge() {
        return message(413, "Request Entity Too Large");
    }

    /** The same answer without headers whose lower-case name begins so. */
    Response without(String prefix) {
        return new Response(status, headers.stream().filter(header -> !header.name().toLowerCase(Locale.ROOT).startsWith(prefix)).toList(), body);
    }

    /** The same answer with further headers; those of the same names that were there before are replaced. */
    Response with(Map<String, String> more) {
        var all = new ArrayList<>(headers);
        all.removeIf(header -> more.keySet().stream().anyMatch(header.name()::equalsIgnoreCase));
        more.forEach((name, value) -> all.add(new Header(name, value)));
        return new Response(status, List.copyOf(all), body);
    }
}
