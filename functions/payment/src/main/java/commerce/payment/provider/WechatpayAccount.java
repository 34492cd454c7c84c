package commerce.payment.provider;

import commerce.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our account at WeChat Pay, as the secret has it: {@code {"mchid", "appid", "merchantSerial", "merchantPrivateKey", "apiV3Keys": [...],
 * "platformPublicKeys": {id: PEM}}}.
 *
 * @param mchid the merchant
 * @param appid the application that asks for money
 * @param merchantSerial the serial number of our certificate
 * @param merchantKey what our requests are signed with
 * @param apiV3Keys what notifications are encrypted with, 32 bytes each; several while one is changed
 * @param platformKeys what WeChat signs with, by the serial of its certificate or by its {@code PUB_KEY_ID_...}
 */
record WechatpayAccount(String mchid, String appid, String merchantSerial, PrivateKey merchantKey, List<byte[]> apiV3Keys, Map<String, PublicKey> platformKeys) {

    private static final int KEY_BYTES = 32;

    private record Secret(String mchid, String appid, String merchantSerial, String merchantPrivateKey, List<String> apiV3Keys, Map<String, String> platformPublicKeys) {}

    /** @throws IllegalStateException without a word of what is in it, if the secret is not of this form */
    static WechatpayAccount parse(String text) {
        try {
            var secret = Json.read(text, Secret.class);
            var platformKeys = new LinkedHashMap<String, PublicKey>();
            for (var key : secret.platformPublicKeys().entrySet()) {
                platformKeys.put(key.getKey(), Pem.publicKey(key.getValue()));
            }
            var apiV3Keys = secret.apiV3Keys().stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toList();
            if (secret.mchid().isBlank() || secret.appid().isBlank() || secret.merchantSerial().isBlank() || platformKeys.isEmpty() || apiV3Keys.isEmpty()
                    || apiV3Keys.stream().anyMatch(key -> key.length != KEY_BYTES)) {
                throw malformed();
            }
            return new WechatpayAccount(secret.mchid(), secret.appid(), secret.merchantSerial(), Pem.privateKey(secret.merchantPrivateKey()), apiV3Keys, platformKeys);
        } catch (RuntimeException | GeneralSecurityException e) {
            // Whatever was wrong, its message may hold a part of the secret.
            throw malformed();
        }
    }

    private static IllegalStateException malformed() {
        return new IllegalStateException("the secret of wechatpay must be {\"mchid\", \"appid\", \"merchantSerial\", \"merchantPrivateKey\", \"apiV3Keys\": [32 bytes each], "
                + "\"platformPublicKeys\": {id: PEM}}, see docs/providers/wechatpay.md");
    }

    /** The key we ask WeChat to sign its answers with. */
    String preferredPlatformKey() {
        return platformKeys.keySet().iterator().next();
    }

    /** Never what is in it. */
    @Override
    public String toString() {
        return "WechatpayAccount[" + mchid + "]";
    }
}
