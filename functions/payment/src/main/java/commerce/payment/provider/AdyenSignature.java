package commerce.payment.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The HMAC in each item of a standard webhook, {@code additionalData.hmacSignature}: HMAC-SHA256 in Base64 over eight of its fields, joined
 * by colons, what is absent being empty. It says nothing of the time, and nothing of any other field: {@code live} is not proved either.
 */
final class AdyenSignature {

    private AdyenSignature() {}

    /** Whether one of the keys made the item's signature. */
    static boolean proves(Collection<String> hexKeys, JsonNode item) {
        var given = SignedBody.text(item.path("additionalData"), "hmacSignature").flatMap(AdyenSignature::decoded);
        return given.isPresent() && hexKeys.stream().anyMatch(key -> MessageDigest.isEqual(hmac(key, text(item)), given.get()));
    }

    private static String text(JsonNode item) {
        var amount = item.path("amount");
        return Stream.of(item.path("pspReference"), item.path("originalReference"), item.path("merchantAccountCode"), item.path("merchantReference"),
                        amount.path("value"), amount.path("currency"), item.path("eventCode"), item.path("success"))
                .map(field -> field.isNull() ? "" : field.asText("")).collect(Collectors.joining(":"));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] hmac(String hexKey, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(hexKey), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256, and takes any key that is not empty", e);
        }
    }
}
