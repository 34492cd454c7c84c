package commerce.local.stage.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import commerce.local.stage.StageModel.JwtAuthorizer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * API Gateway's JWT authorizer: RS256 only, key by {@code kid}, issuer, audience, {@code exp}, {@code nbf}, {@code iat} without leeway
 * on the given clock, and one of the route's scopes.
 */
final class JwtCheck {

    /** What the check says. */
    sealed interface Verdict {
        /**
         * @param claims every claim as text, as functions see them
         * @param scopes the token's scopes
         */
        record Allowed(Map<String, String> claims, List<String> scopes) implements Verdict {}

        /** 401. @param why empty if there was no token at all */
        record Unauthorized(String why) implements Verdict {}

        /** 403: a good token without any of the scopes the route asks for. */
        record Forbidden() implements Verdict {}
    }

    private static final int REMEMBERED_TOKENS = 10_000;

    private final RSAKey key;
    private final JWSVerifier verifier;
    private final Clock clock;
    /** Tokens whose signature was found good: it stays good, only claims age. Bounded, and nothing that failed gets in. */
    private final Set<String> verified = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_TOKENS;
        }
    }));

    JwtCheck(RSAKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        try {
            this.verifier = new RSASSAVerifier(key);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("not a usable key", impossible);
        }
    }

    Verdict check(JwtAuthorizer authorizer, Set<String> requiredScopes, Optional<String> authorizationHeader) {
        String token = authorizationHeader.map(JwtCheck::withoutScheme).orElse("");
        if (token.isEmpty()) {
            return new Verdict.Unauthorized("");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Optional<String> fault = signatureFault(jwt).or(() -> claimFault(authorizer, claims));
            if (fault.isPresent()) {
                return new Verdict.Unauthorized(fault.get());
            }
            List<String> scopes = scopes(claims);
            if (!requiredScopes.isEmpty() && scopes.stream().noneMatch(requiredScopes::contains)) {
                return new Verdict.Forbidden();
            }
            return new Verdict.Allowed(texts(jwt.getPayload().toJSONObject()), scopes);
        } catch (ParseException | JOSEException unreadable) {
            return new Verdict.Unauthorized("the token is malformed");
        }
    }

    private Optional<String> signatureFault(SignedJWT jwt) throws JOSEException, ParseException {
        if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())) {
            return Optional.of("the signing algorithm is not supported");
        }
        if (!key.getKeyID().equals(jwt.getHeader().getKeyID())) {
            return Optional.of("the token was signed with an unknown key");
        }
        return verified.contains(jwt.serialize()) || provesItself(jwt) ? Optional.empty() : Optional.of("the signature is invalid");
    }

    private boolean provesItself(SignedJWT jwt) throws JOSEException {
        var good = jwt.verify(verifier);
        if (good) {
            verified.add(jwt.serialize());
        }
        return good;
    }

    private Optional<String> claimFault(JwtAuthorizer authorizer, JWTClaimsSet claims) {
        Instant now = clock.instant();
        if (!authorizer.issuer().equals(claims.getIssuer())) {
            return Optional.of("the issuer is invalid");
        }
        if (audiences(claims).stream().noneMatch(authorizer.audiences()::contains)) {
            return Optional.of("the audience is invalid");
        }
        if (claims.getExpirationTime() == null || !now.isBefore(claims.getExpirationTime().toInstant())) {
            return Optional.of("the token has expired");
        }
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            return Optional.of("the token is not valid yet");
        }
        return Optional.empty();
    }

    /** {@code client_id} counts only where there is no {@code aud}, as for Cognito's access tokens. */
    private static Collection<String> audiences(JWTClaimsSet claims) {
        return claims.getClaim("aud") == null && claims.getClaim("client_id") instanceof String client ? List.of(client) : claims.getAudience();
    }

    private static boolean isLater(Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now);
    }

    private static List<String> scopes(JWTClaimsSet claims) {
        Object scope = claims.getClaim("scope") == null ? claims.getClaim("scp") : claims.getClaim("scope");
        return switch (scope) {
            case String text when !text.isBlank() -> List.of(text.strip().split(" +"));
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    /** Claims reach functions as strings only: numbers in digits, lists as {@code [a b]}. */
    private static Map<String, String> texts(Map<String, Object> claims) {
        Map<String, String> texts = new TreeMap<>();
        claims.forEach((name, value) -> {
            switch (value) {
                case null -> { }
                case Collection<?> many -> texts.put(name, many.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]")));
                default -> texts.put(name, String.valueOf(value));
            }
        });
        return texts;
    }

    private static String withoutScheme(String header) {
        return header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7).strip() : header.strip();
    }
}
