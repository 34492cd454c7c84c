package commerce.local.simulators;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a provider's API, as it came in.
 *
 * @param method upper case
 * @param path decoded, begins with {@code /}
 * @param target the request line's target, path and query still encoded: what signatures cover
 * @param headers by lower-case name; the first value counts
 * @param body complete; empty if there is none
 */
public record Call(String method, String path, String target, Map<String, String> headers, byte[] body) {

    /** A header, named in lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The query's parameters in their order; the last of several with one name counts. */
    public Map<String, String> query() {
        var mark = target.indexOf('?');
        return mark < 0 ? Map.of() : pairs(target.substring(mark + 1));
    }

    /** The body's fields, if it is a form. */
    public Map<String, String> form() {
        return pairs(text());
    }

    /** @throws IllegalArgumentException if the text is no form */
    static Map<String, String> pairs(String encoded) {
        var pairs = new LinkedHashMap<String, String>();
        for (var pair : encoded.split("&")) {
            var equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                pairs.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
