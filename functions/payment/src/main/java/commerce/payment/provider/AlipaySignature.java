package commerce.payment.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code RSA2}: SHA256withRSA in Base64, over the parameters in the order of their names, or over an answer's text. It says nothing of the
 * time: a notification that is sent once more is known by its id.
 */
final class AlipaySignature {

    static final String TYPE = "RSA2";

    private AlipaySignature() {}

    /** The text that is signed: {@code name=value} joined by {@code &}, without what is empty and what is left out. */
    static String text(Map<String, String> parameters, Set<String> without) {
        return new TreeMap<>(parameters).entrySet().stream()
                .filter(parameter -> !without.contains(parameter.getKey()) && !isEmpty(parameter.getKey()) && !isEmpty(parameter.getValue()))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    /** As Alipay sees it: nothing but white space is nothing. */
    private static boolean isEmpty(String text) {
        return text.chars().allMatch(Character::isWhitespace);
    }

    static String sign(PrivateKey key, String text) {
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA, and the key is one", e);
        }
    }

    /** Whether one of the keys made that signature of that text. */
    static boolean proves(Collection<PublicKey> keys, String text, String signature) {
        byte[] given;
        try {
            given = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        return keys.stream().anyMatch(key -> proves(key, text.getBytes(StandardCharsets.UTF_8), given));
    }

    private static boolean proves(PublicKey key, byte[] text, byte[] signature) {
        try {
            var verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (SignatureException ofAnotherLength) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA, and the key is one", e);
        }
    }
}
