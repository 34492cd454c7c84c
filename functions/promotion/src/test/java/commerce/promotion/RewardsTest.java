package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The coupon for coming back (PRO-06): once per order, by the level before it, and taken back with the order's money. */
class RewardsTest extends PromotionFixture {

    private static final String COME_BACK = """
            {"codes":"PERSONAL","trigger":"REPURCHASE","amountOffByLevel":{"2":{"amount":500,"currency":"CNY"},"3":{"amount":1500,"currency":"CNY"},
             "4":{"amount":3000,"currency":"CNY"},"5":{"amount":5000,"currency":"CNY"}}}""";

    private Map<String, Object> order(int order, long fen) {
        return Map.of("orderId", orderId(order), "customer", "alice", "lines", List.of(Map.of("sku", "BEANS", "quantity", 1)), "total", cny(fen), "rewarded", true);
    }

    private void counted(int order, long fen) {
        tell(projectMember, "order.confirmed.v1", order(order, fen));
    }

    private void rewarded(int order, long fen) {
        tell(rewardMember, "order.confirmed.v1", order(order, fen));
    }

    private void refunded(int order, String refundId, long fen) {
        tell(projectMember, "refund.succeeded.v1", Map.of("orderId", orderId(order), "refundId", refundId, "amount", cny(fen), "late", false));
    }

    /** The coupons that were issued, in their state. */
    private List<JsonNode> coupons() {
        return table.outbox().stream().filter(event -> event.type().equals("coupon.issued.v1")).map(event -> get(event.data().path("code").asText()).body()).toList();
    }

    private String state() {
        return coupons().getFirst().path("state").asText();
    }

    private long withdrawals() {
        return table.outbox().stream().filter(event -> event.type().equals("coupon.withdrawn.v1")).count();
    }

    @ParameterizedTest(name = "{0} fen before: level {1}, coupon {2}")
    @CsvSource({"8800, 1, 0", "83333, 2, 500", "332499, 2, 500", "332500, 3, 1500", "1332500, 4, 3000", "3332500, 5, 5000"})
    void theCouponIsByTheLevelBeforeTheOrder(long before, int level, long coupon) {
        givenCampaign("again", COME_BACK);
        counted(1, before);
        assertEquals(level, table.during(() -> members.findWithout(SHOP, "alice", orderId(2))).level().number());
        counted(2, 9_000_000);
        rewarded(2, 9_000_000);
        rewarded(2, 9_000_000);
        assertEquals(coupon > 0 ? List.of(coupon) : List.of(), coupons().stream().map(one -> one.at("/amountOff/amount").asLong()).toList());
    }

    @Test
    void aFirstOrderAndAFreeOneEarnNothing() {
        givenCampaign("again", COME_BACK.replace("\"2\"", "\"1\""));
        rewarded(1, 8_800);
        counted(1, 8_800);
        rewarded(1, 8_800);
        counted(2, 0);
        rewarded(2, 0);
        assertEquals(List.of(), coupons());
    }

    @Test
    void anOrderThatWasRefundedInFullIsNoOrderToComeBackAfter() {
        givenCampaign("again", COME_BACK.replace("\"2\"", "\"1\""));
        counted(1, 8_800);
        refunded(1, "r", 8_800);
        counted(2, 8_800);
        rewarded(2, 8_800);
        assertEquals(List.of(), coupons());
    }

    @Test
    void theCouponGoesWithTheLastFenOfItsOrderAndIsToldOnce() {
        givenCampaign("again", COME_BACK);
        counted(1, 100_000);
        counted(2, 8_800);
        rewarded(2, 8_800);
        refunded(2, "r1", 8_799);
        assertEquals("ISSUED", state());
        refunded(2, "r2", 1);
        refunded(2, "r2", 1);
        assertEquals("WITHDRAWN", state());
        assertEquals(1, withdrawals());

        rewarded(2, 8_800);
        assertEquals(1, coupons().size(), "and is not issued again");
        var quote = quote("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}],\"couponCode\":\"%s\"}".formatted(coupons().getFirst().path("code").asText()));
        assertProblem(422, "coupon-deactivated", "couponCode", quote);
    }

    @Test
    void whatAnOrderHasItKeepsButDoesNotGiveBackToTheCustomer() {
        givenCampaign("again", COME_BACK);
        counted(1, 100_000);
        counted(2, 8_800);
        rewarded(2, 8_800);
        var code = coupons().getFirst().path("code").asText();
        assertEquals("REDEEMED", redeem(code, 3, "alice", cny(500)));
        refunded(2, "r", 8_800);
        assertEquals("LOCKED", state());
        assertEquals("RESTORED", restore(code, 3));
        assertEquals("WITHDRAWN", state());
    }

    @Test
    void aRefundThatIsToldBeforeItsOrderLeavesNoCoupon() {
        givenCampaign("again", COME_BACK);
        counted(1, 100_000);
        refunded(2, "r", 8_800);
        rewarded(2, 8_800);
        counted(2, 8_800);
        assertEquals(List.of(), coupons());
    }

    /** Whatever is told first: no coupon of a refunded order can be used. */
    @RepeatedTest(5)
    void orderRewardAndRefundAtOnceNeverLeaveACouponThatCanBeUsed() throws InterruptedException {
        givenCampaign("again", COME_BACK);
        counted(1, 100_000);
        var orders = IntStream.rangeClosed(2, 6).boxed().toList();
        race(orders.stream().flatMap(id -> List.<Callable<String>>of(() -> {
            counted(id, 8_800);
            return "";
        }, () -> {
            rewarded(id, 8_800);
            return "";
        }, () -> {
            refunded(id, "r", 8_800);
            return "";
        }).stream()).toList());
        orders.forEach(id -> {
            counted(id, 8_800);
            rewarded(id, 8_800);
            refunded(id, "r", 8_800);
        });
        assertTrue(coupons().stream().allMatch(coupon -> coupon.path("state").asText().equals("WITHDRAWN")), () -> coupons().toString());
    }

    @Test
    void quotesSayThatTheShopRewardsWhoComesBackFromItsFirstCampaignOn() {
        var body = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}]}";
        givenCampaign("sorry", COME_BACK.replace("REPURCHASE", "PAYMENT_RECOVERY"));
        assertFalse(quote(body).body().has("rewarded"));
        givenCampaign("again", COME_BACK);
        assertTrue(quote(body).body().path("rewarded").asBoolean());
        assertEquals(200, Lambda.request(createQuote, HttpEvents.request("POST /quotes").by("other", "alice").body(body), environment()).status());
        assertFalse(Lambda.request(createQuote, HttpEvents.request("POST /quotes").by("other", "alice").body(body), environment()).body().has("rewarded"));
    }
}
