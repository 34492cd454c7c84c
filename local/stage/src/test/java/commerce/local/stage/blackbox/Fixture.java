package commerce.local.stage.blackbox;

import static commerce.local.stage.blackbox.Endpoint.MONEY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import commerce.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A small shop with everything wrong requests can be wrong about: goods in two currencies, coupons good and bad, and two orders of alice,
 * one that waits for its money and one that is paid.
 */
final class Fixture {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String tenant = "wrong-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);
    private final String open;
    private final String paid;

    Fixture(URI url) {
        this.url = url;
        issueTokens();
        good(Who.MERCHANT, "PUT", "/admin/products/tea", null, "{'name':'Tea','price':" + MONEY + "}");
        good(Who.MERCHANT, "PUT", "/admin/products/euro-tea", null, "{'name':'Tea','price':{'amount':500,'currency':'EUR'}}");
        good(Who.MERCHANT, "POST", "/admin/products/tea/receipts", "opening", "{'receiptId':'opening','quantity':10}");
        String off = "{'amountOff':" + MONEY;
        good(Who.MERCHANT, "PUT", "/admin/coupons/TEN", null, off + "}");
        good(Who.MERCHANT, "PUT", "/admin/coupons/PAST", null, off + ",'validUntil':'2020-01-01T00:00:00Z'}");
        good(Who.MERCHANT, "PUT", "/admin/coupons/FUTURE", null, off + ",'validFrom':'2099-01-01T00:00:00Z'}");
        good(Who.MERCHANT, "PUT", "/admin/coupons/BIG", null, off + ",'minimumSpend':{'amount':100000,'currency':'CNY'}}");
        good(Who.MERCHANT, "PUT", "/admin/coupons/EURO", null, "{'amountOff':{'amount':1,'currency':'EUR'}}");
        open = order("order-of-alice", 2);
        paid = order("second-order-of-alice", 1);
        untilQuiet();
        String paymentId = good(Who.ALICE, "GET", "/orders/" + paid, null, "").path("payment").path("paymentId").asText();
        good(Who.NOBODY, "POST", "/local/payments/" + paymentId, null, "{'outcome':'SUCCEEDED'}");
        untilQuiet();
        assertEquals("AWAITING_PAYMENT", good(Who.ALICE, "GET", "/orders/" + open, null, "").path("status").asText());
        assertEquals("CONFIRMED", good(Who.ALICE, "GET", "/orders/" + paid, null, "").path("status").asText());
    }

    private void untilQuiet() {
        good(Who.NOBODY, "POST", "/local/clock", null, "{'advanceSeconds':0}");
    }

    private String order(String key, int quantity) {
        return good(Who.ALICE, "POST", "/orders", key, "{'lines':[{'sku':'tea','quantity':" + quantity + "}],'paymentProvider':'simulator'}").path("orderId").asText();
    }

    private void issueTokens() {
        tokens.put(Who.ALICE, token(tenant, "alice", "shop", 3600));
        tokens.put(Who.BOB, token(tenant, "bob", "shop", 3600));
        tokens.put(Who.MERCHANT, token(tenant, "merchant", "admin", 3600));
        tokens.put(Who.STRANGER, token("another-" + tenant, "merchant", "admin", 3600));
        tokens.put(Who.EXPIRED, token(tenant, "alice", "shop admin", -1));
        tokens.put(Who.NO_TENANT, token("a#b", "alice", "shop admin", 3600));
        tokens.put(Who.FOREIGN, foreign(token(tenant, "alice", "shop admin", 3600)));
        tokens.put(Who.GARBAGE, "not.a.token");
    }

    private String token(String ofTenant, String sub, String scope, long seconds) {
        String body = "{'tenant':'" + ofTenant + "','sub':'" + sub + "','scope':'" + scope + "','expiresInSeconds':" + seconds + "}";
        return good(Who.NOBODY, "POST", "/local/token", null, body).path("access_token").asText();
    }

    /** The same header and claims, signed with another key. */
    private static String foreign(String token) {
        try {
            SignedJWT original = SignedJWT.parse(token);
            var forged = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(original.getHeader().getKeyID()).build(), original.getJWTClaimsSet());
            forged.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
            return forged.serialize();
        } catch (ParseException | JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    HttpResponse<String> send(Case wrong) {
        String key = "fresh".equals(wrong.key()) ? UUID.randomUUID().toString() : wrong.key();
        return send(wrong.who(), wrong.method(), wrong.path(), key, wrong.body());
    }

    private JsonNode good(Who who, String method, String path, String key, String body) {
        HttpResponse<String> response = send(who, method, path, key, body.replace('\'', '"'));
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + " answered " + response.statusCode() + " " + response.body());
        }
        return response.body().isEmpty() ? Json.object() : Json.read(response.body());
    }

    private HttpResponse<String> send(Who who, String method, String path, String key, String body) {
        String full = path.replace("{open}", String.valueOf(open)).replace("{paid}", String.valueOf(paid)).replace("{tenant}", tenant);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + full)).timeout(PATIENCE).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        Optional.ofNullable(tokens.get(who)).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        Optional.ofNullable(key).ifPresent(value -> request.header("Idempotency-Key", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
