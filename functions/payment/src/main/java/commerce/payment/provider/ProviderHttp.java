package commerce.payment.provider;

import commerce.kernel.Busy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** HTTP to providers: bounded, never redirected, no body in any log. */
@Singleton
public class ProviderHttp {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** What a provider answered; a 5xx never gets here. */
    record Reply(int status, HttpHeaders headers, byte[] bytes) {

        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** Made at the first call: a snapshot of an initialised function must hold no open connection. */
    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** @throws Busy if nobody answers in time, or the answer is a 5xx or 429 */
    Reply send(String provider, HttpRequest.Builder request) {
        var bounded = request.timeout(ANSWER).build();
        try {
            var response = Client.SHARED.send(bounded, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() >= 500 || response.statusCode() == 429) {
                throw new Busy(provider + " answered " + response.statusCode() + " to " + described(bounded.method(), bounded.uri()), null);
            }
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new Busy(provider + " did not answer " + described(bounded.method(), bounded.uri()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted while waiting for " + provider, e);
        }
    }

    private static String described(String method, URI uri) {
        return method + " " + uri.getPath();
    }
}
