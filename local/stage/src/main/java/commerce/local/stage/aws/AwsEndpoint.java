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
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** The same services over HTTP on 127.0.0.1, for people with the AWS command line ({@code --endpoint-url}) and for isolated functions. */
public final class AwsEndpoint implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AwsEndpoint.class);

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
        send(exchange, answer(port, call));
    }

    /** A fault of the stage is a 500 to whoever is outside, as a fault of AWS would be. */
    private static AwsAnswer answer(AwsPort port, AwsCall call) {
        try {
            return port.call(call);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "%s %s %s", call.method(), call.path(), call.target());
            return AwsAnswer.error(500, "InternalFailure", "The local stage failed: " + bug);
        }
    }

    private static void send(HttpExchange exchange, AwsAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        var headersOnly = exchange.getRequestMethod().equals("HEAD");
        answer.headers().forEach((name, value) -> {
            if ((headersOnly || !name.equals("content-length")) && !name.equals("transfer-encoding") && !name.equals("connection")) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        var bodiless = answer.body().length == 0 || headersOnly;
        exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
