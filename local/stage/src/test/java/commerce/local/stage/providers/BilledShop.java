package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Reply;
import commerce.local.tools.client.Shop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A shop of its own whose buyers pay through several providers, and what it shows of their bills over HTTP. */
final class BilledShop {

    private static final String SKU = "tea";
    private static final Money PRICE = Money.cny(5_000);
    private static final Money PART = Money.cny(1_000);
    /** Noon in China: there and in UTC it is the same day, and no midnight is near. */
    private static final LocalTime NOON = LocalTime.of(4, 0);
    private static final Duration STEP = Duration.ofHours(4);
    private static final long A_MOMENT = 60;
    private static final int TRIES = 10;

    private final HttpApi api;
    private final Shop shop;
    private final Buyer buyer;
    private final String operator;
    private final LocalDate date;

    /** Opens at the next noon. */
    BilledShop(URI stage) {
        api = new HttpApi(stage);
        shop = new Shop(api, "bills-" + UUID.randomUUID().toString().substring(0, 8));
        date = now().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
        advanceTo(date);
        buyer = shop.buyer("alice");
        operator = shop.controls().token(shop.tenant(), "operator", "admin");
        shop.stock(SKU, "Tea", PRICE, Map.of(), 100);
        shop.controls().advance(0);
    }

    /** The day it opened. */
    LocalDate date() {
        return date;
    }

    private Instant now() {
        return Instant.parse(shop.controls().now());
    }

    /** To noon of that date, and until everything due has happened; in steps, each of which is answered in time. */
    void advanceTo(LocalDate other) {
        var noon = other.atTime(NOON).toInstant(ZoneOffset.UTC);
        for (var left = Duration.between(now(), noon); !left.isNegative(); left = Duration.between(now(), noon)) {
            shop.controls().advance(Math.min(STEP.toSeconds(), left.plusSeconds(1).toSeconds()));
        }
        shop.controls().advance(0);
    }

    // ---- what buyers, banks and providers do

    /** An order that waits for its money; its id. */
    private String order(String provider) {
        var orderId = buyer.orderAt(provider, Map.of(SKU, 1));
        shop.controls().advance(0);
        return orderId;
    }

    String paymentOf(String orderId) {
        return buyer.see(orderId).paymentId();
    }

    /** The payment of an order that nobody pays. */
    String unpaid(String provider) {
        return paymentOf(order(provider));
    }

    /** A paid order's payment. */
    String paid(String provider) {
        var orderId = order(provider);
        play(paymentOf(orderId), "SUCCEEDED", 1);
        assertEquals("CONFIRMED", buyer.see(orderId).status());
        return paymentOf(orderId);
    }

    /** The payment of an order that was paid and of which a part was given back. */
    String refunded(String provider) {
        var paymentId = paid(provider);
        var orderId = paymentId.split("_")[1];
        shop.refund(orderId, "part", PART).expect(200, 202);
        for (int tries = 0; tries < TRIES && !buyer.see(orderId).refunded().equals(PART); tries++) {
            shop.controls().redeliver();
            shop.controls().advance(A_MOMENT);
        }
        assertEquals(PART, buyer.see(orderId).refunded());
        return paymentId;
    }

    /** @param deliveries how often we are told of it */
    void play(String paymentId, String outcome, int deliveries) {
        api.send("POST", "/local/payments/" + paymentId, null, Json.object("outcome", outcome, "deliveries", deliveries), Map.of()).expect(200);
        shop.controls().advance(0);
    }

    // ---- what an operator sees and does

    private Reply ask(String method, String path, JsonNode body) {
        return api.send(method, "/admin/reconciliations/" + path, operator, body, Map.of());
    }

    /** Every difference of a date, page by page. */
    List<JsonNode> differences(LocalDate of) {
        var all = new ArrayList<JsonNode>();
        for (var cursor = "first"; !cursor.isEmpty();) {
            var page = ask("GET", of + "?limit=2" + (cursor.equals("first") ? "" : "&cursor=" + cursor), null).expect(200).json();
            assertTrue(page.path("items").size() <= 2, page::toString);
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").asText("");
        }
        return all;
    }

    /** The last run over that source's bill. */
    JsonNode source(String source) {
        return ask("GET", date.toString(), null).expect(200).json().path("sources").valueStream().filter(each -> each.path("source").asText().equals(source)).findFirst().orElseThrow();
    }

    JsonNode runAgain() {
        return ask("POST", date.toString(), null).expect(200).json();
    }

    Reply resolve(String id, String reason) {
        return ask("POST", date + "/differences/" + id + "/resolution", Json.object("reason", reason, "note", "asked their support"));
    }
}
