package commerce.local.stage.contracts;

import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.local.stage.harness.Functions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Offers and rewards: Alice gets a gift, comes back, earns a coupon and loses it with her money; Bob stays away for a week. */
final class RewardedCustomers {

    private static final String RULES = "/admin/pricing-rules/";
    private static final String TWO_TEAS = "{'lines':[{'sku':'tea','quantity':2}]%s}";
    private static final String BOBS_ORDER = "01KAHRJ6M0Q8Y3ZT5W7V9XB2CD";

    private final Shop shop;

    RewardedCustomers(Shop shop) {
        this.shop = shop;
    }

    void live() {
        shop.answered(201, shop.merchant.post("/admin/products/tea/receipts", "for-rewards", "{'receiptId':'for-rewards','quantity':6}"));
        offered();
        comesBack();
        staysAway();
    }

    private void offered() {
        var offers = Map.of(
                "present", "'spentLast30DaysFrom':{'amount':1,'currency':'CNY'},'minimumSpend':{'amount':1,'currency':'CNY'},'gift':{'sku':'tea','quantity':1}",
                "newcomers", "'firstOrderWithinSeconds':259200,'amountOff':{'amount':100,'currency':'CNY'}");
        offers.forEach((id, offer) -> {
            shop.answered(201, shop.merchant.put(RULES + id, "{'kind':'SEGMENT_OFFER','reason':'WELCOME'," + offer + "}"));
            shop.answered(200, shop.merchant.get(RULES + id));
        });
        shop.answered(200, shop.bob.post("/quotes", TWO_TEAS.formatted("")));
        var quoteId = shop.answered(200, shop.alice.post("/quotes", TWO_TEAS.formatted(""))).path("quoteId").asText();
        shop.answered(202, shop.alice.post("/orders/" + order("with-a-present", ",'quoteId':'" + quoteId + "'") + "/cancellation", ""));
        shop.untilQuiet();
        offers.forEach((id, offer) -> shop.answered(200, shop.merchant.put(RULES + id, "{'kind':'SEGMENT_OFFER','enabled':false,'reason':'WELCOME'," + offer + "}")));
    }

    private String order(String key, String more) {
        var orderId = shop.answered(202, shop.alice.post("/orders", key, TWO_TEAS.formatted(",'paymentProvider':'simulator'" + more))).path("orderId").asText();
        shop.untilQuiet();
        shop.answered(200, shop.alice.get("/orders/" + orderId));
        return orderId;
    }

    private void comesBack() {
        shop.answered(201, shop.merchant.put("/admin/campaigns/come-back", "{'codes':'PERSONAL','trigger':'REPURCHASE','amountOffByLevel':{'1':{'amount':100,'currency':'CNY'}}}"));
        for (var time : List.of("first", "second")) {
            var orderId = order(time + "-of-two", "");
            var payment = shop.answered(200, shop.alice.get("/orders/" + orderId)).path("payment").path("paymentId").asText();
            shop.control("/local/payments/" + payment, "{'outcome':'SUCCEEDED'}");
            shop.untilQuiet();
            if (time.equals("second")) {
                shop.answered(202, shop.merchant.post("/admin/orders/" + orderId + "/refunds", "all-of-two", "{'refundId':'all-of-two','restock':true}"));
                shop.untilQuiet();
            }
        }
    }

    /** A week of the stage's clock is long: who counts orders is told of an old one. */
    private void staysAway() {
        var order = Event.of("commerce.ordering", "order.confirmed.v1", shop.tenant, BOBS_ORDER, "", shop.stage.stage().clock().instant().minus(Duration.ofDays(7)), Map.of(
                "orderId", BOBS_ORDER, "customer", "bob", "lines", List.of(Map.of("sku", "tea", "quantity", 1)), "total", Map.of("amount", 35_200, "currency", "CNY")));
        Functions.invoke(shop.stage, "project-member", Map.of("Records", List.of(Map.of("messageId", "m", "body", Json.write(Map.of("detail", order))))));
        Functions.invoke(shop.stage, "find-churn-risks", Map.of());
        shop.untilQuiet();
    }
}
