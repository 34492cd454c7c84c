package commerce.local.stage.contracts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Somebody who calls the API, with a token or without. Bodies may be written with single quotes. */
final class Caller {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI url;
    private final Optional<String> token;

    Caller(HttpClient http, URI url, Optional<String> token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    Caller with(String otherToken) {
        return new Caller(http, url, Optional.of(otherToken));
    }

    Exchange get(String target) {
        return send("GET", target, Optional.empty(), "");
    }

    Exchange put(String target, String body) {
        return send("PUT", target, Optional.empty(), body);
    }

    Exchange post(String target, String body) {
        return send("POST", target, Optional.empty(), body);
    }

    Exchange post(String target, String key, String body) {
        return send("POST", target, Optional.of(key), body);
    }

    Exchange send(String method, String target, Optional<String> idempotencyKey, String quoted) {
        return send(method, target, idempotencyKey, quoted.replace('\'', '"'), Optional.empty());
    }

    /** A provider's notification; its bytes are signed, so they are sent as they are. */
    Exchange notify(String target, String body, String signature) {
        return send("POST", target, Optional.empty(), body, Optional.of(signature));
    }

    private Exchange send(String method, String target, Optional<String> key, String body, Optional<String> signature) {
        var request = HttpRequest.newBuilder(URI.create(url + target)).timeout(PATIENCE)
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        signature.ifPresent(value -> request.header("Simulator-Signature", value));
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Exchange(method, target, key, body, response.statusCode(), response.headers().firstValue("content-type").orElse("").split(";")[0].strip(),
                    response.headers().firstValue("location"), response.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + target, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
