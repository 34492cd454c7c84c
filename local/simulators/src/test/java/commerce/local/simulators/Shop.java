package commerce.local.simulators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The merchant's side: keeps every webhook it was sent, and answers as it is told to. */
public final class Shop implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A webhook as it came in; header names in lower case. */
    public record Received(String path, Map<String, String> headers, String body, Instant at) {

        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        public JsonNode json() {
            return Shop.json(body);
        }
    }

    private record Answer(int status, String body) {}

    private final Timeline time;
    private final Answer usual;
    private final ArrayDeque<Answer> next = new ArrayDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    /** @param body what this provider takes for an answer, with status 200 */
    public Shop(Timeline time, String body) throws IOException {
        this.time = time;
        this.usual = new Answer(200, body);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", exchange -> {
            try (exchange) {
                var headers = new HashMap<String, String>();
                exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
                received.add(new Received(exchange.getRequestURI().getPath(), headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), time.instant()));
                var answer = next.isEmpty() ? usual : next.poll();
                var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The next webhook is answered so, once. */
    public void willAnswer(int status, String body) {
        next.add(new Answer(status, body));
    }

    public List<Received> received() {
        return received;
    }

    public Received last() {
        return received.getLast();
    }

    /** When webhooks came, in seconds after the first. */
    public List<Long> seconds() {
        return received.stream().map(each -> each.at().getEpochSecond() - received.getFirst().at().getEpochSecond()).toList();
    }

    /** A plain request to a simulator. */
    public static HttpResponse<String> send(String method, String url, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.ofString(body));
        try {
            return HTTP.send((headers.length == 0 ? request : request.headers(headers)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
