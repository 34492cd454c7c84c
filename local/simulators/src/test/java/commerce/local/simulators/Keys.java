package commerce.local.simulators;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** RSA keys for tests, made once. */
public final class Keys {

    public static final KeyPair MERCHANT = make();
    public static final KeyPair PROVIDER = make();
    public static final KeyPair STRANGER = make();

    private Keys() {}

    private static KeyPair make() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key's encoding in Base64, as Alipay's library wants it. */
    public static String base64(java.security.Key key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
