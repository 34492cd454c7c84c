package commerce.payment.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, for names: of bodies without an id, and of our references where a provider's field is too short for them. */
final class Sha256 {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private Sha256() {}

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    /** The first {@code length} characters (at most 51) of the text's hash in base 32, lower case: 30 of them are 150 bits. */
    static String base32(String text, int length) {
        var digest = digest(text.getBytes(StandardCharsets.UTF_8));
        var name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            var bit = i * 5;
            var two = (digest[bit / 8] & 0xFF) << 8 | (bit / 8 + 1 < digest.length ? digest[bit / 8 + 1] & 0xFF : 0);
            name.append(BASE32.charAt(two >> 11 - bit % 8 & 0x1F));
        }
        return name.toString();
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
