package commerce.local.stage.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.Stage;
import commerce.local.stage.StageModel;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * The stage's one socket, on 127.0.0.1: the API through the {@link Gateway}, and {@code /local} through {@link LocalEndpoints}. Each
 * request has a virtual thread; a thousand that wait cost next to nothing.
 */
@Singleton
public class FrontDoor implements StagePart {

    /** API Gateway's limit of a request's body. */
    static final int MAX_BODY_BYTES = 10 * 1024 * 1024;
    /** How much of a body that is too large is read and thrown away, so that a client who is still sending can read the answer. */
    private static final int PATIENCE_BYTES = 64 * 1024 * 1024;
    private static final int BACKLOG = 2048;
    private static final Logger LOG = Logger.getLogger(FrontDoor.class);

    private final TokenIssuer issuer;
    private final LocalEndpoints local;
    private volatile Gateway gateway;
    private HttpServer server;
    private ExecutorService requests;

    public FrontDoor(TokenIssuer issuer, LocalEndpoints local) {
        HttpServerSettings.apply();
        this.issuer = issuer;
        this.local = local;
    }

    @Override
    public void open(StageOptions options, StageSetup setup) throws IOException {
        setup.frontDoorPort(open(options.port()));
    }

    /**
     * Takes the socket; requests are answered 503 until {@link #serve}.
     *
     * @param port 0 takes a free one
     * @return the port it is
     */
    public synchronized int open(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), BACKLOG);
        requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
        server.setExecutor(requests);
        server.createContext("/", this::handle);
        server.start();
        return server.getAddress().getPort();
    }

    @Override
    public void start(Stage stage) {
        local.start(stage);
        serve(stage.model(), stage.functions(), stage.clock());
    }

    /** Begins to lead requests to these functions, wherever they run; {@link #start} does it for a stage. */
    public void serve(StageModel model, FunctionHost functions, Clock clock) {
        gateway = new Gateway(model, functions, clock, issuer);
    }

    @Override
    public void reset() {
        // Nothing is remembered between requests.
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
            requests.shutdownNow();
            server = null;
        }
        if (gateway != null) {
            local.stop();
            gateway.close();
            gateway = null;
        }
    }

    private void handle(HttpExchange exchange) {
        try {
            Optional<byte[]> body = body(exchange);
            send(exchange, body.isEmpty() ? Response.requestEntityTooLarge() : answer(request(exchange, body.get())));
        } catch (IOException clientIsGone) {
            LOG.debugf("%s %s: the client went away: %s", exchange.getRequestMethod(), exchange.getRequestURI(), clientIsGone.getMessage());
        } finally {
            exchange.close();
        }
    }

    private Response answer(Request request) {
        try {
            boolean isLocal = request.rawPath().equals("/local") || request.rawPath().startsWith("/local/");
            Gateway through = gateway;
            return isLocal ? local.handle(request) : through == null ? Response.serviceUnavailable() : through.handle(request);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "%s %s", request.method(), request.rawPath());
            return Response.internalServerError();
        }
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        return new Request(exchange.getRequestMethod().toUpperCase(Locale.ROOT), path == null || path.isEmpty() ? "/" : path,
                query == null ? "" : query, headers, body, exchange.getProtocol(), exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    /** The whole body, or empty if it is larger than the gateway takes. */
    private static Optional<byte[]> body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length <= MAX_BODY_BYTES) {
            return Optional.of(body);
        }
        in.skip(PATIENCE_BYTES);
        return Optional.empty();
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        try {
            response.headers().forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
        } catch (IllegalArgumentException lineBreakInHeader) {
            LOG.errorf("%s: %s", exchange.getRequestURI(), lineBreakInHeader.getMessage());
            exchange.getResponseHeaders().clear();
            send(exchange, Response.internalServerError());
            return;
        }
        boolean bodiless = response.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(response.body());
            }
        }
    }
}
