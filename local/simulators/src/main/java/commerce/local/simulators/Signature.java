package commerce.local.simulators;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header {@value #HEADER}: {@code t=<epoch seconds>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>}. Both sides sign with it and
 * refuse what is more than five minutes off in either direction.
 */
public final class Signature {

    public static final String HEADER = "Simulator-Signature";
    static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");

    private Signature() {}

    /** The header's value for that body, signed at that moment. */
    public static String of(String secret, Instant now, byte[] body) {
        var t = Long.toString(now.getEpochSecond());
        return "t=" + t + ",v1=" + HexFormat.of().formatHex(hmac(secret, t, body));
    }

    /** Whether the header proves that body; a missing or malformed one (null is allowed) proves nothing. */
    static boolean proves(String header, String secret, Instant now, byte[] body) {
        var form = FORM.matcher(header == null ? "" : header);
        if (!form.matches()) {
            return false;
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(form.group(1))), now).abs();
        return age.compareTo(TOLERANCE) <= 0
                && MessageDigest.isEqual(HexFormat.of().parseHex(form.group(2)), hmac(secret, form.group(1), body));
    }

    private static byte[] hmac(String secret, String t, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((t + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any key that is not empty", e);
        }
    }
}
