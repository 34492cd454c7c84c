package commerce.local.asl.internal.engine;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.random.RandomGenerator;

/** The task tokens given out, and the attempts that wait for them. A token stays known after its attempt has ended. */
public final class TaskTokens {

    private static final String PREFIX = "AAAAKgAAAAIAAAAAAAAAAV";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");
    private static final int WORDS = 4;

    private final Map<String, TaskAttempt> attempts = new ConcurrentHashMap<>();

    String issue(TaskAttempt attempt, RandomGenerator random) {
        StringBuilder token = new StringBuilder(PREFIX);
        for (int i = 0; i < WORDS; i++) {
            token.append(HexFormat.of().toHexDigits(random.nextLong()));
        }
        attempts.put(token.toString(), attempt);
        return token.toString();
    }

    /** Whether a text could be a token at all. */
    public static boolean isWellFormed(String token) {
        return token != null && FORM.matcher(token).matches();
    }

    public Optional<TaskAttempt> find(String token) {
        return Optional.ofNullable(attempts.get(token));
    }

    public void clear() {
        attempts.clear();
    }
}
