package commerce.payment.provider;

import commerce.kernel.Json;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Our account at Alipay, as the secret has it: {@code {"appId", "sellerId", "appPrivateKey", "alipayPublicKeys": [PEM]}}.
 *
 * @param appId the application that asks for money
 * @param sellerId whom the money goes to
 * @param appKey what our requests are signed with
 * @param alipayKeys what Alipay signs with; several while one is changed
 */
record AlipayAccount(String appId, String sellerId, PrivateKey appKey, List<PublicKey> alipayKeys) {

    private record Secret(String appId, String sellerId, String appPrivateKey, List<String> alipayPublicKeys) {}

    /** @throws IllegalStateException without a word of what is in it, if the secret is not of this form */
    static AlipayAccount parse(String text) {
        try {
            var secret = Json.read(text, Secret.class);
            var alipayKeys = new ArrayList<PublicKey>();
            for (var key : secret.alipayPublicKeys()) {
                alipayKeys.add(Pem.publicKey(key));
            }
            if (secret.appId().isBlank() || secret.sellerId().isBlank() || alipayKeys.isEmpty()) {
                throw malformed();
            }
            return new AlipayAccount(secret.appId(), secret.sellerId(), Pem.privateKey(secret.appPrivateKey()), List.copyOf(alipayKeys));
        } catch (RuntimeException | GeneralSecurityException e) {
            // Whatever was wrong, its message may hold a part of the secret.
            throw malformed();
        }
    }

    private static IllegalStateException malformed() {
        return new IllegalStateException("the secret of alipay must be {\"appId\", \"sellerId\", \"appPrivateKey\", \"alipayPublicKeys\": [PEM]}, see docs/providers/alipay.md");
    }

    /** Never what is in it. */
    @Override
    public String toString() {
        return "AlipayAccount[" + appId + "]";
    }
}
