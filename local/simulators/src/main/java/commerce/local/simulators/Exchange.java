package commerce.local.simulators;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reading and answering with the JDK's server. */
final class Exchange {

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private Exchange() {}

    /** At most {@value #MAX_BODY_BYTES} bytes: nothing longer is valid here. */
    static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
    }

    static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", contentType);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("location", location);
        answer(exchange, 303, "text/plain", "");
    }
}
