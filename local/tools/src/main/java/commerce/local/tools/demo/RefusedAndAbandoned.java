package commerce.local.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;

/** A refused payment that nobody repeats: after the window the order is cancelled, stock and coupon are as before. */
final class RefusedAndAbandoned implements Scene {
    private static final String SKU = "teapot";
    private static final String COUPON = "TEA50";

    @Override
    public String title() {
        return "A refused payment is abandoned: stock and coupon come back";
    }

    @Override
    public boolean movesTheClock() {
        return true;
    }

    @Override
    public void play(Stagehand stage) {
        stage.putOnSale(SKU, "宜兴紫砂壶 Yixing clay teapot", Money.cny(58800), 4);
        stage.shop().coupon(COUPON, Json.object("amountOff", Money.cny(5000).json(), "budget", Money.cny(100000).json(), "maxPerCustomer", 1));
        JsonNode before = stage.shop().couponOf(COUPON);
        Buyer buyer = stage.shop().buyer("tao");
        String orderId = stage.order(buyer, "Tao", SKU, 1, COUPON);
        Order waiting = stage.untilItAwaitsPayment(buyer, orderId);
        stage.claimSame(Money.cny(53800), waiting.total(), "the coupon took 50.00 CNY off: total " + waiting.total());
        stage.claimStock(SKU, 3, 1, 0);
        JsonNode during = stage.shop().couponOf(COUPON);
        stage.claim(during.path("redeemed").asLong() == 1, "coupon " + COUPON + ": " + counters(during));
        stage.say("Tao's bank refuses, and Tao goes home");
        stage.controls().refuse(waiting.paymentId());
        buyer.await(orderId, Patience.ALONE, "shows the refusal", seen -> seen.paymentStatus().equals("FAILED") || seen.isFinal());
        stage.letTheWindowPass();
        stage.untilItEnds(buyer, orderId, "CANCELLED (PAYMENT_FAILED)");
        stage.claimStock(SKU, 4, 0, 0);
        JsonNode after = stage.shop().couponOf(COUPON);
        stage.claimSame(counters(before), counters(after), "coupon " + COUPON + " as before: " + counters(after));
    }

    private static String counters(JsonNode coupon) {
        return "redeemed " + coupon.path("redeemed").asLong(-1) + ", spent " + Money.of(coupon.path("spent"));
    }
}
