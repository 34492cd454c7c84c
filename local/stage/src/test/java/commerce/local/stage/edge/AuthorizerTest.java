package commerce.local.stage.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JWT authorizer: which tokens open which routes, and what the function learns of them. */
class AuthorizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final StandIn stage = new StandIn();
    private volatile JsonNode seen;

    @BeforeEach
    void start() {
        stage.guarded("GET /orders", Set.of("shop"), this::look).guarded("GET /any", Set.of(), this::look)
                .guarded("GET /admin/orders", Set.of("admin"), this::look).running();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aGoodTokenReachesTheFunctionWithItsClaimsAsText() {
        String token = token(claims -> claims.claim("level", 3).claim("groups", List.of("a", "b")).claim("vip", true));

        assertEquals(200, call("/orders", token).statusCode());

        JsonNode jwt = seen.path("requestContext").path("authorizer").path("jwt");
        assertEquals("alice", jwt.path("claims").path("sub").textValue());
        assertEquals("t1", jwt.path("claims").path("tenant").textValue());
        assertEquals("3", jwt.path("claims").path("level").textValue());
        assertEquals("[a b]", jwt.path("claims").path("groups").textValue());
        assertEquals("true", jwt.path("claims").path("vip").textValue());
        assertEquals(String.valueOf(StandIn.NOW.plusSeconds(60).getEpochSecond()), jwt.path("claims").path("exp").textValue());
        assertEquals(JSON.valueToTree(List.of("shop", "other")), jwt.path("scopes"));
    }

    @Test
    void aRouteWithoutScopesTakesAnyValidTokenAndNamesNoScopes() {
        assertEquals(200, call("/any", token(claims -> claims.claim("scope", null))).statusCode());
        assertTrue(seen.path("requestContext").path("authorizer").path("jwt").path("scopes").isNull());
    }

    @Test
    void aMissingTokenIsUnauthorized() {
        assertUnauthorized(stage.get("/orders"));
        assertUnauthorized(stage.get("/orders", "Authorization", "Bearer "));
        assertEquals("Bearer", stage.get("/orders").headers().firstValue("www-authenticate").orElseThrow());
    }

    @Test
    void garbageIsUnauthorized() {
        for (String garbage : List.of("x", "a.b.c", "Basic YTpi", "eyJhbGciOiJSUzI1NiJ9..", "Bearer Bearer x")) {
            assertUnauthorized(stage.get("/orders", "Authorization", garbage));
        }
    }

    @Test
    void aTokenIsGoodUntilTheSecondItExpiresOnTheVirtualClock() throws InterruptedException {
        String token = token(claims -> {});

        stage.advance(Duration.ofSeconds(59));
        assertEquals(200, call("/orders", token).statusCode());

        stage.advance(Duration.ofSeconds(1));
        assertUnauthorized(call("/orders", token));
    }

    @Test
    void aTokenOfTheFutureIsUnauthorized() throws InterruptedException {
        Instant later = StandIn.NOW.plusSeconds(10);
        String notBefore = token(claims -> claims.notBeforeTime(Date.from(later)));
        String issued = token(claims -> claims.issueTime(Date.from(later)));
        assertUnauthorized(call("/orders", notBefore));
        assertUnauthorized(call("/orders", issued));

        stage.advance(Duration.ofSeconds(10));

        assertEquals(200, call("/orders", notBefore).statusCode());
        assertEquals(200, call("/orders", issued).statusCode());
    }

    @Test
    void anotherIssuerOrAudienceOrNoExpiryIsUnauthorized() {
        assertUnauthorized(call("/orders", token(claims -> claims.issuer("https://other.test/"))));
        assertUnauthorized(call("/orders", token(claims -> claims.issuer(null))));
        assertUnauthorized(call("/orders", token(claims -> claims.audience("somebody-else"))));
        assertUnauthorized(call("/orders", token(claims -> claims.audience((String) null))));
        assertUnauthorized(call("/orders", token(claims -> claims.audience("somebody-else").claim("client_id", "commerce"))));
        assertUnauthorized(call("/orders", token(claims -> claims.expirationTime(null))));
        assertEquals(200, call("/orders", token(claims -> claims.audience(List.of("somebody-else", "commerce")))).statusCode());
        assertEquals(200, call("/orders", token(claims -> claims.audience((String) null).claim("client_id", "commerce"))).statusCode());
    }

    @Test
    void aTokenOfAForeignKeyIsUnauthorizedEvenIfItNamesOurs() throws JOSEException {
        assertUnauthorized(call("/orders", new TokenIssuer().sign(claims(c -> {}))));

        var stolenName = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(stage.issuer().publicKey().getKeyID()).build();
        var forged = new SignedJWT(stolenName, claims(c -> {}));
        forged.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        assertUnauthorized(call("/orders", forged.serialize()));
    }

    @Test
    void anUnsignedTokenAndOneSignedWithThePublicKeyAsSecretAreUnauthorized() throws JOSEException {
        assertUnauthorized(call("/orders", new PlainJWT(claims(c -> {})).serialize()));

        var confused = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(stage.issuer().publicKey().getKeyID()).build(), claims(c -> {}));
        confused.sign(new MACSigner(stage.issuer().publicKey().toRSAPublicKey().getEncoded()));
        assertUnauthorized(call("/orders", confused.serialize()));
    }

    @Test
    void aChangedTokenIsUnauthorized() {
        String[] shop = token(claims -> {}).split("\\.");
        String[] admin = token(claims -> claims.claim("scope", "admin")).split("\\.");

        assertUnauthorized(call("/admin/orders", shop[0] + "." + admin[1] + "." + shop[2]));
    }

    @Test
    void aGoodTokenWithoutTheRoutesScopeIsForbidden() {
        for (String scope : List.of("shop", "", "administrator", "ADMIN")) {
            HttpResponse<String> response = call("/admin/orders", token(claims -> claims.claim("scope", scope)));
            assertEquals(403, response.statusCode(), scope);
            assertEquals("{\"message\":\"Forbidden\"}", response.body());
            assertNull(seen);
        }
        assertEquals(200, call("/admin/orders", token(claims -> claims.claim("scope", "shop admin"))).statusCode());
    }

    @Test
    void theSchemeIsNotCaseSensitiveAndMayBeLeftOut() {
        String token = token(claims -> {});
        assertEquals(200, stage.get("/orders", "Authorization", "bearer " + token).statusCode());
        assertEquals(200, stage.get("/orders", "Authorization", token).statusCode());
    }

    private byte[] look(byte[] event) {
        try {
            seen = JSON.readTree(event);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return StandIn.bytes("{\"statusCode\":200}");
    }

    private HttpResponse<String> call(String path, String token) {
        seen = null;
        return stage.get(path, "Authorization", "Bearer " + token);
    }

    private String token(Consumer<JWTClaimsSet.Builder> change) {
        return stage.issuer().sign(claims(change));
    }

    private static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        var claims = new JWTClaimsSet.Builder().subject("alice").issuer(StandIn.AUTHORIZER.issuer()).audience("commerce").claim("tenant", "t1")
                .claim("scope", "shop other").issueTime(Date.from(StandIn.NOW)).expirationTime(Date.from(StandIn.NOW.plusSeconds(60)));
        change.accept(claims);
        return claims.build();
    }

    private void assertUnauthorized(HttpResponse<String> response) {
        assertEquals(401, response.statusCode());
        assertEquals("{\"message\":\"Unauthorized\"}", response.body());
        assertTrue(response.headers().firstValue("www-authenticate").orElse("").startsWith("Bearer"));
        assertNull(seen);
    }
}
