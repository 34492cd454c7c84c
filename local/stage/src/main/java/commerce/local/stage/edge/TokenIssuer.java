package commerce.local.stage.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.inject.Singleton;

/**
 * Stands in for the identity provider that the template's authorizer names: holds a key pair made at start, and signs tokens with it.
 * The key pair dies with the process, so tokens of an earlier stage are foreign to the next.
 */
@Singleton
public class TokenIssuer {

    private final RSAKey key;

    public TokenIssuer() {
        try {
            key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this Java cannot make RSA keys", impossible);
        }
    }

    /** The compact serialization of a token with these claims, signed with RS256. */
    public String sign(JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the stage's own key cannot sign", impossible);
        }
        return token.serialize();
    }

    /** What the authorizer would find at the issuer's {@code jwks_uri}. */
    RSAKey publicKey() {
        return key.toPublicJWK();
    }
}
