package commerce.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.HttpRequest;
import commerce.kernel.Json;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Whose public catalogue a request asks for: the query parameter {@code tenant}, else the {@code tenant} claim of a bearer token.
 *
 * <p>These routes have no authorizer and the token is <em>not verified</em> here: it only names a tenant, as anybody may by the query
 * parameter. Nothing that is not public may ever be answered on the strength of it.
 */
final class NamedTenant {

    private static final String BEARER = "Bearer ";

    private NamedTenant() {}

    /** @throws ProblemException 400 naming {@code tenant} if neither names a valid one */
    static String of(HttpRequest request) {
        return request.query("tenant", Names.TENANT)
                .or(() -> request.header("Authorization").flatMap(NamedTenant::claimed))
                .orElseThrow(() -> Problem.invalidInput("tenant", "name the tenant by the query parameter tenant, or send a token that names one").asException());
    }

    private static Optional<String> claimed(String authorization) {
        var parts = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? authorization.substring(BEARER.length()).strip().split("\\.") : new String[0];
        return parts.length < 2 ? Optional.empty() : payload(parts[1])
                .map(claims -> claims.path("tenant"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(tenant -> Names.TENANT.matcher(tenant).matches());
    }

    private static Optional<JsonNode> payload(String part) {
        try {
            return Optional.ofNullable(Json.read(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | UncheckedIOException notAToken) {
            // Garbage names nobody; the caller is told what would.
            return Optional.empty();
        }
    }
}
