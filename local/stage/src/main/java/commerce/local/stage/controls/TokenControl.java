package commerce.local.stage.controls;

import com.nimbusds.jwt.JWTClaimsSet;
import commerce.kernel.Body;
import commerce.kernel.Json;
import commerce.local.stage.StageModel;
import commerce.local.stage.StageModel.JwtAuthorizer;
import commerce.local.stage.StageModel.Route;
import commerce.local.stage.edge.Response;
import commerce.local.stage.edge.TokenIssuer;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code POST /local/token}: a token as the identity provider would issue it. It issues what it is asked for: whether a tenant or a
 * scope is worth anything is for the API to find out.
 */
public final class TokenControl {

    private static final Pattern CLAIM = Pattern.compile("[^\\p{Cntrl}]{1,256}");
    private static final Pattern SCOPES = Pattern.compile("[^\\p{Cntrl}]{0,256}");
    private static final long THIRTY_DAYS = 30 * 24 * 3600L;
    private static final long TEN_YEARS = 3653 * 24 * 3600L;

    private final TokenIssuer issuer;

    public TokenControl(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * A lifetime may be negative: that token has expired already.
     *
     * @param model whose authorizer says for whom and in whose name tokens are
     * @param clock by which they begin and end
     */
    public Response issue(StageModel model, Clock clock, Body body) {
        String tenant = body.text("tenant", CLAIM);
        String sub = body.text("sub", CLAIM);
        String scope = body.text("scope", SCOPES);
        long expiresIn = body.optionalInteger("expiresInSeconds", -TEN_YEARS, TEN_YEARS).orElse(THIRTY_DAYS);
        body.end();
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(sub)
                .claim("tenant", tenant)
                .claim("scope", scope)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(expiresIn)))
                .jwtID(UUID.randomUUID().toString());
        authorizer(model).ifPresent(expected -> claims.issuer(expected.issuer()).audience(List.copyOf(expected.audiences())));
        return Answers.json(Json.object()
                .put("access_token", issuer.sign(claims.build()))
                .put("token_type", "Bearer")
                .put("expires_in", expiresIn));
    }

    private static Optional<JwtAuthorizer> authorizer(StageModel model) {
        return model.routes().stream().map(Route::authorizer).flatMap(Optional::stream).findFirst();
    }
}
