package commerce.local.stage.bus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import commerce.local.stage.aws.AwsAnswer;
import commerce.local.stage.aws.Loopback;
import commerce.local.stage.queues.QueueServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/** Stands before the queue server and breaks down for one queue when it is told to. */
final class Relay implements AutoCloseable {

    private final HttpServer server;
    private final Loopback http;
    private String broken = "";
    private int times;

    Relay() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::relay);
        server.start();
        http = new Loopback(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), 8);
    }

    Loopback http() {
        return http;
    }

    /** The next sends to that queue fail, so many of them. */
    synchronized void fail(String queue, int count) {
        broken = "/" + queue + "\"";
        times = count;
    }

    private synchronized boolean fails(String target, byte[] body) {
        return target.contains("SendMessage") && new String(body, StandardCharsets.UTF_8).contains(broken) && times-- > 0;
    }

    private void relay(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var headers = new HashMap<String, String>();
        for (var name : new String[] {"X-Amz-Target", "Content-Type", "Authorization"}) {
            headers.put(name, exchange.getRequestHeaders().getFirst(name));
        }
        var answer = fails(headers.get("X-Amz-Target"), body) ? AwsAnswer.error(500, "InternalFailure", "on purpose") : QueueServers.http().send("POST", "/", headers, body);
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        http.close();
        server.stop(0);
    }
}
