package commerce.local.stage.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A shop of its own on the stage, its people, and a memory of every request and answer. */
final class Shop {

    private enum Request {
        WELL_FORMED,
        MALFORMED,
        /** Turned away before anybody looked at it. */
        UNREAD
    }

    private record Remembered(Exchange exchange, Request request) {}

    final TestStage stage;
    final String tenant = "contracts-" + UUID.randomUUID().toString().substring(0, 8);
    final Caller nobody;
    final Caller merchant;
    final Caller alice;
    final Caller bob;
    private final List<Remembered> memory = new ArrayList<>();

    Shop(TestStage stage) {
        this.stage = stage;
        this.nobody = new Caller(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), stage.url(), Optional.empty());
        this.merchant = nobody.with(token(tenant, "merchant", "admin"));
        this.alice = nobody.with(token(tenant, "alice", "shop"));
        this.bob = nobody.with(token(tenant, "bob", "shop"));
    }

    String token(String ofTenant, String sub, String scope) {
        return control("/local/token", "{'tenant':'" + ofTenant + "','sub':'" + sub + "','scope':'" + scope + "'}").path("access_token").asText();
    }

    /** A control of the stage, which is no part of the contract. */
    JsonNode control(String path, String body) {
        var exchange = nobody.post(path, body);
        if (exchange.status() / 100 != 2) {
            throw new AssertionError(exchange.toString());
        }
        return Json.read(exchange.answer());
    }

    /** Until all that can happen now has happened. */
    void untilQuiet() {
        control("/local/clock", "{'advanceSeconds':0}");
    }

    /** A good request with a good answer. */
    JsonNode answered(int status, Exchange exchange) {
        return remember(status, exchange, Request.WELL_FORMED);
    }

    /** A request that keeps to the contract, but cannot be had. */
    void refused(int status, Exchange exchange) {
        remember(status, exchange, Request.WELL_FORMED);
    }

    /** A request that breaks the contract. */
    void malformed(int status, Exchange exchange) {
        remember(status, exchange, Request.MALFORMED);
    }

    /** Whoever asks may not. */
    void turnedAway(int status, Exchange exchange) {
        remember(status, exchange, Request.UNREAD);
    }

    private JsonNode remember(int status, Exchange exchange, Request request) {
        if (exchange.status() != status) {
            throw new AssertionError("not " + status + ": " + exchange);
        }
        memory.add(new Remembered(exchange, request));
        return exchange.isJson() ? Json.read(exchange.answer()) : JsonNodeFactory.instance.textNode(exchange.answer());
    }

    List<Exchange> all() {
        return memory.stream().map(Remembered::exchange).toList();
    }

    List<Exchange> wellFormed() {
        return those(Request.WELL_FORMED);
    }

    List<Exchange> malformed() {
        return those(Request.MALFORMED);
    }

    private List<Exchange> those(Request kind) {
        return memory.stream().filter(one -> one.request() == kind).map(Remembered::exchange).toList();
    }
}
