package commerce.kernel;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Makes order ids: ULIDs (48 bits of milliseconds, 80 random bits, Crockford base 32), 26 characters, globally unique, sorting by
 * time. They are also Step Functions execution names, hence no character outside {@code [0-9A-Z]}.
 */
public final class OrderIds {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_LENGTH = 10;
    private static final int LENGTH = 26;

    private OrderIds() {}

    public static String next(Instant now, RandomGenerator random) {
        var id = new char[LENGTH];
        var time = now.toEpochMilli();
        for (int i = TIME_LENGTH - 1; i >= 0; i--) {
            id[i] = ALPHABET[(int) (time & 31)];
            time >>>= 5;
        }
        for (int i = TIME_LENGTH; i < LENGTH; i++) {
            id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(id);
    }
}
