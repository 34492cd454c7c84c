package commerce.local.simulators;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;

/** Reading and answering with the JDK's server. */
final class Exchange {

    /** Nothing longer is valid at any provider here. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private Exchange() {}

    static Call read(HttpExchange exchange) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Call(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange.getRequestURI().toString(), headers,
                exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    }

    static void answer(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            if (!reply.contentType().isEmpty()) {
                exchange.getResponseHeaders().set("content-type", reply.contentType());
            }
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }
}
