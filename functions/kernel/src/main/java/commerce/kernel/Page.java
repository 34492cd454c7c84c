package commerce.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list: {@code {"items": [...], "nextCursor": "..."}}; no cursor means the end.
 *
 * @param items at most the limit asked for
 * @param nextCursor where the next page starts, opaque to clients
 */
public record Page<T>(List<T> items, Optional<String> nextCursor) {

    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    /**
     * What a request asks for.
     *
     * @param limit 1 to {@value #MAX_LIMIT}
     * @param after the sort key to start after, or empty for the first page. Only ever a sort key: the partition comes from the token,
     *     so a cursor from elsewhere cannot open another tenant's list
     */
    public record Ask(int limit, Optional<String> after) {}

    /** @throws ProblemException 400 naming {@code limit} or {@code cursor} */
    public static Ask ask(HttpRequest request) {
        return new Ask(request.query("limit").map(Page::limit).orElse(DEFAULT_LIMIT), request.query("cursor").map(Page::decode));
    }

    private static int limit(String text) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MAX_LIMIT) {
            return Integer.parseInt(text);
        }
        throw Problem.invalidInput("limit", "the query parameter limit must be a whole number from 1 to " + MAX_LIMIT).asException();
    }

    private static String decode(String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith("v1:") && text.length() > 3) {
                return text.substring(3);
            }
        } catch (IllegalArgumentException notBase64) {
            throw badCursor();
        }
        throw badCursor();
    }

    /** For a cursor that is well formed but of another list. */
    public static ProblemException badCursor() {
        return Problem.invalidInput("cursor", "the query parameter cursor must be a nextCursor of the same list, unchanged").asException();
    }

    /** @param lastKey the sort key of the last item read, or empty at the end of the list */
    public static <T> Page<T> of(List<T> items, Optional<String> lastKey) {
        return new Page<>(items, lastKey.map(key -> Base64.getUrlEncoder().withoutPadding().encodeToString(("v1:" + key).getBytes(StandardCharsets.UTF_8))));
    }
}
