package commerce.local.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The local controls: what only a stage offers and no deployed system has. */
public final class Controls {
    private final HttpApi api;

    public Controls(HttpApi api) {
        this.api = api;
    }

    /** A bearer token for this customer or clerk, valid for 30 days of virtual time. */
    public String token(String tenant, String sub, String scope) {
        JsonNode body = Json.object("tenant", tenant, "sub", sub, "scope", scope);
        return post("/local/token", body).json().path("access_token").asText();
    }

    /** The stage's time, ISO 8601. */
    public String now() {
        return api.send("GET", "/local/clock", null, null, Map.of()).expect(200).json().path("now").asText();
    }

    /** Whether time can be moved: it can on the stage, and not on a system deployed elsewhere. */
    public boolean canMoveTheClock() {
        return api.send("GET", "/local/clock", null, null, Map.of()).expect(200).json().path("movable").asBoolean(true);
    }

    /** Moves the clock and waits until everything due has happened; the new time. 0 only waits until the stage is quiet. */
    public String advance(long seconds) {
        return post("/local/clock", Json.object("advanceSeconds", seconds)).json().path("now").asText();
    }

    /** The buyer pays: the simulated provider delivers its signed webhook this many times. */
    public void pay(String paymentId, int deliveries) {
        settle(paymentId, Json.object("outcome", "SUCCEEDED", "deliveries", deliveries));
    }

    /** The buyer's bank refuses. */
    public void refuse(String paymentId) {
        settle(paymentId, Json.object("outcome", "FAILED"));
    }

    /** What the simulated provider's own books say of a payment: {@code {provider, status, asked, received, givenBack, refunds}}. */
    public JsonNode books(String paymentId) {
        return api.send("GET", "/local/payments/" + paymentId, null, null, Map.of()).expect(200).json();
    }

    /** Whether a simulator plays that provider here: one of those that speak a real provider's protocol. */
    public boolean plays(String provider) {
        return api.send("GET", "/local/keys/" + provider, null, null, Map.of()).status() == 200;
    }

    /** Messages that a function did not take come again now. */
    public void redeliver() {
        post("/local/redelivery", null);
    }

    /** What the stage has counted since it started. */
    public JsonNode metrics() {
        return api.send("GET", "/local/metrics", null, null, Map.of()).expect(200).json();
    }

    /** How many bytes of the stage's heap are alive: it collects its garbage first, so ask rarely. */
    public long liveHeap() {
        return api.send("GET", "/local/metrics?heap=live", null, null, Map.of()).expect(200).json().path("liveHeapBytes").asLong();
    }

    private void settle(String paymentId, JsonNode body) {
        post("/local/payments/" + paymentId, body);
    }

    private Reply post(String path, JsonNode body) {
        return api.send("POST", path, null, body, Map.of()).expect(200, 202);
    }
}
