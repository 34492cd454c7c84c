package commerce.local.simulators;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids that look like a provider's and are made from the merchant's, so that the same run makes the same ids. The seeds of two ids that must
 * differ must differ.
 */
public final class Ids {

    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Ids() {}

    /** Letters and digits of both cases. */
    public static String letters(int length, String seed) {
        return of(LETTERS, length, seed);
    }

    /** Capital letters and digits. */
    public static String capitals(int length, String seed) {
        return of(CAPITALS, length, seed);
    }

    public static String digits(int length, String seed) {
        return of("0123456789", length, seed);
    }

    private static String of(String alphabet, int length, String seed) {
        var rest = new BigInteger(1, sha256(seed));
        var base = BigInteger.valueOf(alphabet.length());
        var id = new StringBuilder();
        while (id.length() < length) {
            var division = rest.divideAndRemainder(base);
            id.append(alphabet.charAt(division[1].intValue()));
            rest = division[0];
        }
        return id.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
