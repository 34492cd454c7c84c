package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * JSON over HTTP to one base URL, for any number of threads. A request that may safely be sent twice (a read, a PUT, one with an
 * Idempotency-Key) is sent again a few times when the connection breaks or the gateway answers 429 or 503, as any client should.
 */
public final class HttpApi {
    private static final int ATTEMPTS = 5;
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 503);

    static {
        // Forget idle connections before the server does, or a request may be sent into one that is just being closed.
        System.setProperty("jdk.httpclient.keepalive.timeout", "10");
    }

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    public HttpApi(URI base) {
        this.base = base;
    }

    public URI base() {
        return base;
    }

    /** Whether something answers 200 there within two seconds. */
    public static boolean answers(URI url) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    /**
     * Sends one request.
     *
     * @param token   bearer token, or null
     * @param body    JSON body, or null for none
     * @param headers further headers
     */
    public Reply send(String method, String path, String token, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(120));
        request.method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(Json.text(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        boolean repeatable = method.equals("GET") || method.equals("PUT") || headers.containsKey("Idempotency-Key");
        return repeatable ? patiently(method + " " + path, request.build()) : once(method + " " + path, request.build());
    }

    private Reply patiently(String asked, HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            try {
                Reply reply = once(asked, request);
                if (attempt == ATTEMPTS || !TRY_AGAIN.contains(reply.status())) {
                    return reply;
                }
            } catch (UncheckedIOException broken) {
                if (attempt == ATTEMPTS) {
                    throw broken;
                }
            }
            pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(50, 100L << attempt)));
        }
    }

    private Reply once(String asked, HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(asked, response.statusCode(), response.headers(), response.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(asked + ": " + broken.getMessage(), broken);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static IllegalStateException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for an answer", stopped);
    }
}
