package commerce.local.stage.aws;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list that is too long for one answer. A page begins after the last item of the one before, wherever that stands now, so
 * nothing is skipped or comes twice while the list grows at either end.
 *
 * @param next what the client hands back to get the following page; empty: this was the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /**
     * @param key tells items apart
     * @param question what the list was asked by: a token is good for the same question only
     * @param token of the page before, if there was one
     * @return empty if the token is none of this list's
     */
    public static <T> Optional<Page<T>> of(List<T> all, Function<T, String> key, String question, int size, Optional<String> token) {
        var start = token.isEmpty() ? Optional.of(0) : after(all, key, question, token.get());
        return start.map(from -> {
            var until = Math.min(all.size(), from + size);
            var next = until < all.size() ? Optional.of(token(question, key.apply(all.get(until - 1)))) : Optional.<String>empty();
            return new Page<>(List.copyOf(all.subList(from, until)), next);
        });
    }

    private static <T> Optional<Integer> after(List<T> all, Function<T, String> key, String question, String token) {
        for (int index = 0; index < all.size(); index++) {
            if (token.equals(token(question, key.apply(all.get(index))))) {
                return Optional.of(index + 1);
            }
        }
        return Optional.empty();
    }

    private static String token(String question, String key) {
        var text = Integer.toHexString(question.hashCode()) + " " + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
