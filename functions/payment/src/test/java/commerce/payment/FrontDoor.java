package commerce.payment;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** As much of an HTTP API as a webhook needs: a real address that hands raw bodies and headers to a handler. */
final class FrontDoor implements AutoCloseable {

    /** Answers a request to {@code /webhooks/{provider}} with a status. */
    interface Webhook {
        int receive(String provider, Map<String, String> headers, String body);
    }

    /** Answers it word by word, for providers that read the answer. */
    interface Speaking {
        Answer receive(String provider, Map<String, String> headers, String body);
    }

    /** What is answered. */
    record Answer(int status, String body) {}

    private final HttpServer server;
    private volatile Speaking webhook = (provider, headers, body) -> new Answer(503, "");

    FrontDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/webhooks/", exchange -> {
            try (exchange) {
                var headers = new HashMap<String, String>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var answer = webhook.receive(exchange.getRequestURI().getPath().substring("/webhooks/".length()), headers, body);
                var words = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), words.length == 0 ? -1 : words.length);
                exchange.getResponseBody().write(words);
            }
        });
        server.start();
    }

    void leadsTo(Webhook next) {
        speaks((provider, headers, body) -> new Answer(next.receive(provider, headers, body), ""));
    }

    void speaks(Speaking next) {
        webhook = next;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Waits for what another thread does; fails after ten seconds. */
    void await(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen within ten seconds");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
