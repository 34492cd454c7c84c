package commerce.local.asl.internal.engine;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;

/** The task tokens given out, and the attempts that wait for them. A token stays known after its attempt is over. */
public final class TaskTokens {

    private static final String PREFIX = "AAAAKgAAAAIAAAAAAAAAAV";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final int WORDS = 4;

    private final Map<String, Holder> holders = new ConcurrentHashMap<>();

    /** What a token stands for. */
    public sealed interface Holder {}

    /** An attempt that waits for an answer, or did a moment ago. */
    public record Attempt(TaskAttempt attempt) implements Holder {}

    /** An attempt that is over and forgotten. */
    public record Closed() implements Holder {}

    /** Nobody was ever given this token. */
    public record Nobody() implements Holder {}

    String issue(TaskAttempt attempt, RandomGenerator random) {
        StringBuilder token = new StringBuilder(PREFIX);
        for (int i = 0; i < WORDS; i++) {
            token.append(HexFormat.of().toHexDigits(random.nextLong()));
        }
        holders.put(token.toString(), new Attempt(attempt));
        return token.toString();
    }

    /** Lets the attempt go; the token stays known. */
    void close(String token) {
        holders.computeIfPresent(token, (known, holder) -> new Closed());
    }

    /** Whether a text could be a token at all. */
    public static boolean isWellFormed(String token) {
        return token != null && FORM.matcher(token).matches();
    }

    public Holder find(String token) {
        return holders.getOrDefault(token, new Nobody());
    }

    public void clear() {
        holders.clear();
    }
}
