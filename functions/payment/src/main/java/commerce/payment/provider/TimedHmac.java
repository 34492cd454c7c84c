package commerce.payment.provider;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature {@code t=<epoch seconds>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>}, as Stripe and the simulator write it. Several
 * {@code v1} may be given while the sender rotates its secret; one that fits is enough. Other schemes beside them ({@code v0=...}) prove
 * nothing. At most {@link #TOLERANCE} off, in either direction.
 */
final class TimedHmac {

    static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");
    private static final Pattern HMAC = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?!t=|v1=)[a-z][a-z0-9]*=[^=\\s]+");

    private TimedHmac() {}

    /** What a header is worth. */
    enum Judgement {
        GENUINE,
        /** Well formed and fresh, but made with none of the secrets. */
        UNPROVED,
        STALE,
        MALFORMED
    }

    private record Parsed(String time, List<String> hmacs) {}

    static String sign(String secret, Instant now, byte[] body) {
        var time = Long.toString(now.getEpochSecond());
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(hmac(secret, time, body));
    }

    static Judgement judge(String header, byte[] body, Instant now, List<String> secrets) {
        var parsed = parse(header);
        if (parsed == null) {
            return Judgement.MALFORMED;
        }
        if (Duration.between(Instant.ofEpochSecond(Long.parseLong(parsed.time())), now).abs().compareTo(TOLERANCE) > 0) {
            return Judgement.STALE;
        }
        return secrets.stream().map(secret -> hmac(secret, parsed.time(), body))
                        .anyMatch(expected -> parsed.hmacs().stream().anyMatch(given -> MessageDigest.isEqual(expected, HexFormat.of().parseHex(given))))
                ? Judgement.GENUINE
                : Judgement.UNPROVED;
    }

    /** Null if the header is none: exactly one time, at least one signature, nothing half-written. */
    private static Parsed parse(String header) {
        String time = null;
        var hmacs = new ArrayList<String>();
        for (var part : Arrays.asList(header.split(",", -1))) {
            if (part.startsWith("t=") && time == null && TIME.matcher(part.substring(2)).matches()) {
                time = part.substring(2);
            } else if (part.startsWith("v1=") && HMAC.matcher(part.substring(3)).matches()) {
                hmacs.add(part.substring(3));
            } else if (!OTHER_SCHEME.matcher(part).matches()) {
                return null;
            }
        }
        return time == null || hmacs.isEmpty() ? null : new Parsed(time, hmacs);
    }

    private static byte[] hmac(String secret, String time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any key that is not empty", e);
        }
    }
}
