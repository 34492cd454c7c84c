package commerce.payment.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code WECHATPAY2-SHA256-RSA2048}: what we sign requests with, and what WeChat signs its answers and notifications with, over
 * {@code timestamp\nnonce\nbody\n}. At most {@link #TOLERANCE} off, in either direction.
 */
final class WechatpaySignature {

    static final String TYPE = "WECHATPAY2-SHA256-RSA2048";
    static final Duration TOLERANCE = Duration.ofSeconds(300);
    static final String TIMESTAMP = "Wechatpay-Timestamp";
    static final String NONCE = "Wechatpay-Nonce";
    static final String SIGNATURE = "Wechatpay-Signature";
    static final String SERIAL = "Wechatpay-Serial";
    static final String SIGNATURE_TYPE = "Wechatpay-Signature-Type";
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

    private WechatpaySignature() {}

    /** What the headers are worth. */
    enum Judgement {
        GENUINE,
        /** Well formed and fresh, but made with none of the keys we know. */
        UNPROVED,
        STALE,
        MALFORMED
    }

    /** The value of the header {@code Authorization} of a request. */
    static String authorization(WechatpayAccount account, String method, String pathAndQuery, String body, Instant now, String nonce) {
        var time = now.getEpochSecond();
        var message = method + "\n" + pathAndQuery + "\n" + time + "\n" + nonce + "\n" + body + "\n";
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(account.merchantKey());
            signer.update(message.getBytes(StandardCharsets.UTF_8));
            return TYPE + " mchid=\"" + account.mchid() + "\",nonce_str=\"" + nonce + "\",signature=\"" + Base64.getEncoder().encodeToString(signer.sign())
                    + "\",timestamp=\"" + time + "\",serial_no=\"" + account.merchantSerial() + "\"";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA, and the key is one", e);
        }
    }

    /** @param header a header's value by its name */
    static Judgement judge(Function<String, Optional<String>> header, byte[] body, Instant now, Map<String, PublicKey> keys) {
        var time = header.apply(TIMESTAMP).filter(text -> TIME.matcher(text).matches());
        var nonce = header.apply(NONCE).filter(text -> !text.isEmpty());
        var signature = header.apply(SIGNATURE).flatMap(WechatpaySignature::decoded);
        var serial = header.apply(SERIAL);
        if (time.isEmpty() || nonce.isEmpty() || signature.isEmpty() || serial.isEmpty() || !header.apply(SIGNATURE_TYPE).orElse(TYPE).equals(TYPE)) {
            return Judgement.MALFORMED;
        }
        if (Duration.between(Instant.ofEpochSecond(Long.parseLong(time.get())), now).abs().compareTo(TOLERANCE) > 0) {
            return Judgement.STALE;
        }
        var key = keys.get(serial.get());
        return key != null && proves(key, message(time.get(), nonce.get(), body), signature.get()) ? Judgement.GENUINE : Judgement.UNPROVED;
    }

    private static byte[] message(String time, String nonce, byte[] body) {
        var message = new ByteArrayOutputStream(body.length + 64);
        message.writeBytes((time + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        message.write('\n');
        return message.toByteArray();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64)).filter(bytes -> bytes.length > 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean proves(PublicKey key, byte[] message, byte[] signature) {
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException ofAnotherLength) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA, and the key is one", e);
        }
    }
}
