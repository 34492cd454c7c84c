package commerce.promotion;

import commerce.kernel.Json;
import commerce.promotion.SignedQuote.Promise;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and opens quoteIds: {@code q1.<the promise, deflated>.<HMAC-SHA256 of what is before>}. The promise travels with the customer, so
 * that a quote writes nothing and an order reads nothing more; only the key is ours.
 */
final class QuoteSeal {

    /** Fifty lines, each with a discount of its own, need about half of it. */
    static final Pattern QUOTE_ID = Pattern.compile("[A-Za-z0-9._-]{1,16384}");
    private static final String FORMAT = "q1.";
    private static final String HMAC = "HmacSHA256";
    /** A promise we signed is far smaller; this bounds what a stolen key could make us unpack. */
    private static final int MAX_BYTES = 256 * 1024;

    private QuoteSeal() {}

    static String seal(byte[] key, Promise promise) {
        var content = FORMAT + encode(deflate(Json.write(promise)));
        return content + "." + encode(hmac(key, content));
    }

    /** @return empty if it is not ours, or was changed */
    static Optional<Promise> open(byte[] key, String quoteId) {
        var end = quoteId.lastIndexOf('.');
        if (!quoteId.startsWith(FORMAT) || end < FORMAT.length()) {
            return Optional.empty();
        }
        var content = quoteId.substring(0, end);
        // Compared as text: base64 has several spellings of the same bytes, and only ours is ours.
        var signature = encode(hmac(key, content)).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(signature, quoteId.substring(end + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        return Optional.of(Json.read(inflate(Base64.getUrlDecoder().decode(content.substring(FORMAT.length()))), Promise.class));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hmac(byte[] key, String content) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    private static byte[] deflate(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String inflate(byte[] bytes) {
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(inflater.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
