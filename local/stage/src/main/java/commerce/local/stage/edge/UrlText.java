package commerce.local.stage.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Decoding of what stands in a URL. */
final class UrlText {

    private UrlText() {}

    /**
     * The path as API Gateway matches it and as functions see it: decoded, and decoded again; a question mark that appears after the
     * first time ends it. That is what captures from AWS show: {@code %2F} separates segments, {@code %252F} does too.
     *
     * @return empty if an escape is broken
     */
    static Optional<String> path(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        return unescaped(raw).map(once -> once.indexOf('?') < 0 ? once : once.substring(0, once.indexOf('?'))).flatMap(UrlText::unescaped);
    }

    /** A query decoded: values of one name in order, joined with commas. A broken escape stays as it is. */
    static Map<String, String> query(String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.merge(decoded(name).orElse(name), decoded(value).orElse(value), (first, next) -> first + "," + next);
            }
        }
        return parameters;
    }

    /** Unlike in a query, a plus is a plus. */
    private static Optional<String> unescaped(String text) {
        return text.indexOf('%') < 0 ? Optional.of(text) : decoded(text.replace("+", "%2B"));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException brokenEscape) {
            return Optional.empty();
        }
    }
}
