package commerce.kernel.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import commerce.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A server that speaks AWS's JSON protocol for services a unit of ours calls but does not own (Step Functions, EventBridge, Secrets
 * Manager by {@code X-Amz-Target}; Lambda's Invoke by path). It records every call; replies are scripted by operation, and an
 * operation nobody scripted answers {@code {}}.
 */
public final class AwsStandIn implements AutoCloseable {

    /** Thrown by a script to answer an AWS error. */
    public static final class AwsError extends RuntimeException {

        private final String code;
        private final int status;

        public AwsError(String code, int status) {
            super(code);
            this.code = code;
            this.status = status;
        }
    }

    /** Thrown by an Invoke script to play a function that failed. */
    public static final class FunctionError extends RuntimeException {

        private final String errorType;

        public FunctionError(String errorType, String message) {
            super(message);
            this.errorType = errorType;
        }
    }

    /**
     * @param operation {@code AWSStepFunctions.StartExecution}, {@code AWSEvents.PutEvents}, {@code secretsmanager.GetSecretValue}, or
     *     {@code Invoke <function name>}
     * @param input its JSON
     */
    public record Call(String operation, JsonNode input) {}

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<JsonNode, Object>> scripts = new ConcurrentHashMap<>();

    public AwsStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Scripts one operation, see {@link Call#operation}. */
    public void on(String operation, Function<JsonNode, Object> script) {
        scripts.put(operation, script);
    }

    /** Accepts every PutEvents, as a healthy bus does. */
    public void acceptEvents() {
        on("AWSEvents.PutEvents", input -> Map.of("FailedEntryCount", 0, "Entries", input.path("Entries").valueStream().map(entry -> Map.of("EventId", "1")).toList()));
    }

    public List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    public void forgetCalls() {
        calls.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var input = text.isBlank() ? Json.object() : Json.read(text);
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var operation = target != null ? target : "Invoke " + functionName(exchange.getRequestURI());
            calls.add(new Call(operation, input));
            try {
                send(exchange, 200, scripts.getOrDefault(operation, any -> Map.of()).apply(input));
            } catch (FunctionError e) {
                exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
                send(exchange, 200, Map.of("errorType", e.errorType, "errorMessage", e.getMessage()));
            } catch (AwsError e) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", e.code);
                send(exchange, e.status, Map.of("__type", e.code, "message", e.code));
            }
        }
    }

    /** {@code /2015-03-31/functions/<name or ARN>/invocations}. */
    private static String functionName(URI uri) {
        var parts = uri.getPath().split("/");
        return parts.length > 3 ? parts[3] : uri.getPath();
    }

    private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
        var bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
