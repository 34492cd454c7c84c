package commerce.local.stage.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decoding of what stands in a URL. */
final class UrlText {

    private UrlText() {}

    /** A path segment decoded; unlike in a query a plus is a plus. A broken escape stays as it is. */
    static String segment(String raw) {
        return raw.indexOf('%') < 0 ? raw : decode(raw.replace("+", "%2B"), raw);
    }

    /** A query decoded: values of one name in order, joined with commas. */
    static Map<String, String> query(String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.merge(decode(name, name), decode(value, value), (first, next) -> first + "," + next);
            }
        }
        return parameters;
    }

    private static String decode(String text, String otherwise) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return otherwise;
        }
    }
}
