package commerce.local.stage.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The same services over HTTP on 127.0.0.1, for people with the AWS command line ({@code --endpoint-url}) and for isolated functions. */
public final class AwsEndpoint implements AutoCloseable {

    private final HttpServer server;

    public AwsEndpoint(AwsPort port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange, port);
            }
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, AwsPort port) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var call = new AwsCall(Optional.empty(), exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, exchange.getRequestBody().readAllBytes());
        var answer = port.call(call);
        answer.headers().forEach((name, value) -> {
            if (!name.equals("content-length") && !name.equals("transfer-encoding") && !name.equals("connection")) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
