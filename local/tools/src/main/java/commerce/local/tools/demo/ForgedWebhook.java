package commerce.local.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Somebody without the secret says that an order was paid. */
final class ForgedWebhook implements Scene {
    static final String SKU = "lamp";
    private Buyer buyer;
    private Order order;

    @Override
    public String title() {
        return "A forged webhook is refused and stored nowhere";
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "护眼台灯 Desk lamp", Money.cny(25900), 6);
        buyer = stage.shop().buyer("fang");
        String orderId = stage.order(buyer, "Fang", SKU, 1, null);
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.untilQuiet();
        JsonNode before = stage.controls().metrics();
        Reply reply = forge(stage, waiting);
        stage.claimSame(401, reply.status(), "a webhook signed with a wrong secret says it was paid: answered " + reply.status());
        stage.untilQuiet();
        JsonNode after = stage.controls().metrics();
        stage.claimSame(count(before, "invocations") + 1, count(after, "invocations"), "the webhook function has seen it");
        if (after.has("dynamodb")) {
            stage.claimSame(count(before.path("dynamodb"), "byFunction"), count(after.path("dynamodb"), "byFunction"), "and has not called any table");
        } else {
            stage.say("whether it called a table nobody counts here");
        }
        order = buyer.see(orderId);
        stage.claimSame(List.of("AWAITING_PAYMENT", "OPEN"), List.of(order.status(), order.paymentStatus()),
                "the order is still " + order.status() + ", its payment " + order.paymentStatus());
        stage.ledger(orderId, 0);
        stage.claimStock(SKU, 5, 1, 0);
    }

    /** Right in every respect but the secret: the time is the stage's, the payment exists, the amount is the order's. */
    private static Reply forge(Stagehand stage, Order order) {
        long now = Instant.parse(stage.controls().now()).getEpochSecond();
        JsonNode event = Json.object("id", "evt_forged_" + order.orderId(), "type", "payment.succeeded", "created", now,
                "data", Json.object("paymentId", order.paymentId(), "providerReference", "sim_forged", "amount", order.total().json()));
        String signature = "t=" + now + ",v1=" + "0123456789abcdef".repeat(4);
        return stage.api().send("POST", "/webhooks/simulator", null, event, Map.of("Simulator-Signature", signature));
    }

    private static long count(JsonNode counters, String group) {
        if (!counters.path(group).isObject()) {
            throw new SceneFailed("GET /local/metrics has no group " + group);
        }
        return counters.path(group).path("payment-webhook").asLong(0);
    }

    Buyer buyer() {
        return buyer;
    }

    /** The order that still awaits its payment; null before the scene was played to its end. */
    Order order() {
        return order;
    }
}
