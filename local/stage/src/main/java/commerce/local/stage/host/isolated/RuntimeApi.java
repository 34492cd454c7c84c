package commerce.local.stage.host.isolated;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import commerce.local.stage.edge.HttpServerSettings;
import commerce.local.stage.host.isolated.Outcome.Reported;
import commerce.local.stage.host.isolated.Outcome.Responded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda Runtime API, version 2018-06-01, on 127.0.0.1: what processes poll for invocations and post answers to. One server for all;
 * the first part of the path says which environment asks.
 */
final class RuntimeApi implements AutoCloseable {

    /** What a function may answer, in bytes. */
    static final int LARGEST_RESPONSE = 6 * 1024 * 1024 + 100;

    private static final Pattern NEXT = Pattern.compile("/([0-9a-f]+)/2018-06-01/runtime/invocation/next");
    private static final Pattern END = Pattern.compile("/([0-9a-f]+)/2018-06-01/runtime/invocation/([^/]+)/(response|error)");
    private static final Pattern INIT_ERROR = Pattern.compile("/([0-9a-f]+)/2018-06-01/runtime/init/error");

    private final Map<String, Environment> environments = new ConcurrentHashMap<>();
    private final HttpServer server;

    RuntimeApi() {
        HttpServerSettings.apply();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no socket for the Runtime API", e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    void serve(Environment environment) {
        environments.put(environment.id(), environment);
    }

    void forget(Environment environment) {
        environments.remove(environment.id());
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        var path = exchange.getRequestURI().getPath();
        var get = exchange.getRequestMethod().equals("GET");
        if (NEXT.matcher(path) instanceof Matcher next && get && next.matches() && environments.containsKey(next.group(1))) {
            next(exchange, environments.get(next.group(1)));
        } else if (END.matcher(path) instanceof Matcher end && !get && end.matches() && environments.containsKey(end.group(1))) {
            end(exchange, environments.get(end.group(1)), end.group(2), end.group(3).equals("error"));
        } else if (INIT_ERROR.matcher(path) instanceof Matcher init && !get && init.matches() && environments.containsKey(init.group(1))) {
            environments.get(init.group(1)).initFailed(exchange.getRequestBody().readAllBytes());
            accepted(exchange);
        } else {
            refuse(exchange, 404, "NotFound", "no such resource: " + exchange.getRequestMethod() + " " + path);
        }
    }

    private static void next(HttpExchange exchange, Environment environment) throws IOException, InterruptedException {
        var work = environment.next();
        if (work.isEmpty()) {
            return;
        }
        var invocation = work.get();
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(invocation.taken().join().plus(invocation.function().timeout()).toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.function().arn());
        headers.set("Lambda-Runtime-Trace-Id", traceId(invocation.requestId()));
        exchange.sendResponseHeaders(200, invocation.payload().length == 0 ? -1 : invocation.payload().length);
        exchange.getResponseBody().write(invocation.payload());
    }

    /** X-Ray's form, made of the request id: nobody samples here. */
    private static String traceId(String requestId) {
        var hex = requestId.replace("-", "");
        return "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8, 32) + ";Parent=" + hex.substring(0, 16) + ";Sampled=0";
    }

    private static void end(HttpExchange exchange, Environment environment, String requestId, boolean error) throws IOException {
        var payload = exchange.getRequestBody().readAllBytes();
        if (!error && payload.length > LARGEST_RESPONSE) {
            environment.end(requestId, new Reported(json("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size (" + LARGEST_RESPONSE + " bytes).")));
            refuse(exchange, 413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (" + LARGEST_RESPONSE + " bytes).");
        } else if (environment.end(requestId, error ? new Reported(payload) : new Responded(payload))) {
            accepted(exchange);
        } else {
            refuse(exchange, 400, "InvalidRequestID", "Invalid request ID");
        }
    }

    private static void accepted(HttpExchange exchange) throws IOException {
        send(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(HttpExchange exchange, int status, String errorType, String errorMessage) throws IOException {
        send(exchange, status, json(errorType, errorMessage));
    }

    private static byte[] json(String errorType, String errorMessage) {
        return JsonNodeFactory.instance.objectNode().put("errorMessage", errorMessage).put("errorType", errorType).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
