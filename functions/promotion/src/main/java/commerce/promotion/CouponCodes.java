package commerce.promotion;

import java.util.random.RandomGenerator;

/** Makes codes that cannot be guessed: 80 random bits in Crockford's base 32, which has no letters that look alike. */
final class CouponCodes {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    /** Of 5 bits each. */
    static final int LENGTH = 16;

    private CouponCodes() {}

    static String draw(RandomGenerator random) {
        var code = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            code[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(code);
    }
}
