package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes of campaigns in orders: locked, used up, given back; several in one order; clawed back by refunds. */
class CampaignRedemptionTest extends PromotionFixture {

    private static final String FIVE_OFF = "{\"amountOff\":{\"amount\":500,\"currency\":\"CNY\"},\"codes\":\"PERSONAL\",\"trigger\":\"PAYMENT_RECOVERY\"%s}";

    private String issued(String customer, String cause) {
        return issue("PAYMENT_RECOVERY", customer, cause).path("couponCode").asText();
    }

    private JsonNode redeemAll(int order, String customer, Map<String, Long> discounts) {
        return Lambda.invoke(redeemCoupon, Map.of("tenant", SHOP, "orderId", orderId(order), "customer", customer, "coupons", coupons(discounts)), environment());
    }

    private JsonNode restoreAll(int order, Map<String, Long> discounts) {
        return Lambda.invoke(restoreCoupon, Map.of("tenant", SHOP, "orderId", orderId(order), "coupons", coupons(discounts)), environment());
    }

    private static List<Map<String, Object>> coupons(Map<String, Long> discounts) {
        return discounts.entrySet().stream().map(entry -> Map.<String, Object>of("code", entry.getKey(), "discount", cny(entry.getValue()))).toList();
    }

    private void confirmed(int order, Map<String, Long> discounts) {
        tell(settleCoupon, "order.confirmed.v1", Map.of("orderId", orderId(order), "coupons", coupons(discounts)));
    }

    private void refunded(int order, String refundId, long amount, long total, boolean late, Map<String, Long> discounts) {
        tell(settleCoupon, "order.refunded.v1", Map.of("orderId", orderId(order), "refundId", refundId, "amount", cny(amount), "total", cny(total), "late", late, "coupons", coupons(discounts)));
    }

    private String state(String code) {
        return get(code).body().path("state").asText();
    }

    private void assertCampaign(long redeemed, long spent) {
        var campaign = campaign("c");
        assertEquals(redeemed, campaign.path("redeemed").asLong(), campaign::toString);
        assertEquals(cny(spent), Json.convert(campaign.path("spent"), Money.class));
    }

    @Test
    void aPersonalCodeIsLockedByItsOrderAndUsedUpWhenThatIsConfirmed() {
        givenCampaign("c", FIVE_OFF.formatted(""));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        assertEquals("LOCKED", state(code));
        assertEquals(orderId(1), get(code).body().path("orderId").asText());
        assertCampaign(1, 500);
        assertThrows(CouponExhausted.class, () -> redeem(code, 2, "alice", cny(500)));
        confirmed(1, Map.of(code, 500L));
        confirmed(1, Map.of(code, 500L));
        assertEquals("REDEEMED", state(code));
        assertUsed(code, 1, cny(500));
    }

    @Test
    void aCodeThatItsOrderGaveBackCanBeUsedAgain() {
        givenCampaign("c", FIVE_OFF.formatted(""));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        restore(code, 1);
        assertEquals("RESTORED", state(code));
        assertTrue(get(code).body().path("orderId").isMissingNode());
        assertCampaign(0, 0);
        confirmed(1, Map.of(code, 500L));
        assertEquals("RESTORED", state(code), "a late confirmation of an order that has it no more");
        redeem(code, 2, "alice", cny(500));
        assertEquals("LOCKED", state(code));
    }

    @Test
    void withoutGraceACodeThatComesBackAfterItsEndHasExpired() {
        givenCampaign("c", FIVE_OFF.formatted(",\"validSeconds\":7200"));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        clock.advance(Duration.ofHours(3));
        restore(code, 1);
        assertEquals("EXPIRED", state(code));
    }

    @Test
    void withGraceACodeThatComesBackAfterItsEndCanBeUsedForThatTime() {
        givenCampaign("c", FIVE_OFF.formatted(",\"validSeconds\":7200,\"graceSeconds\":3600"));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        clock.advance(Duration.ofHours(3));
        restore(code, 1);
        assertEquals("RESTORED", state(code));
        assertEquals(clock.instant().plus(Duration.ofHours(1)).toString(), get(code).body().path("graceUntil").asText());
        clock.advance(Duration.ofHours(1));
        assertEquals("EXPIRED", state(code));
    }

    @Test
    void graceNeverShortensAWindow() {
        givenCampaign("c", FIVE_OFF.formatted(",\"validSeconds\":7200,\"graceSeconds\":60"));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        restore(code, 1);
        clock.advance(Duration.ofHours(1));
        assertEquals("RESTORED", state(code));
    }

    @Test
    void theBudgetAndTheCustomersLimitOfACampaignHoldOverAllItsCodes() {
        givenCampaign("c", FIVE_OFF.formatted(",\"budget\":{\"amount\":900,\"currency\":\"CNY\"},\"maxPerCustomer\":1"));
        redeem(issued("alice", "1"), 1, "alice", cny(500));
        var second = issued("alice", "2");
        assertThrows(CouponLimitReached.class, () -> redeem(second, 2, "alice", cny(100)));
        var bobs = issued("bob", "3");
        assertThrows(CouponExhausted.class, () -> redeem(bobs, 3, "bob", cny(401)));
        redeem(bobs, 3, "bob", cny(400));
        assertCampaign(2, 900);
    }

    @Test
    void severalCouponsAreRedeemedAndGivenBackTogetherOrNotAtAll() {
        given("TEN", "{\"percentOff\":1000}");
        given("LAST", "{\"percentOff\":1000,\"maxRedemptions\":1}");
        givenCampaign("c", FIVE_OFF.formatted(""));
        var code = issued("alice", "1");
        var used = Map.of("TEN", 100L, "LAST", 50L, code, 500L);
        redeem("LAST", 9, "bob", cny(1));
        var before = Set.copyOf(table.all());
        assertThrows(CouponExhausted.class, () -> redeemAll(1, "alice", used));
        assertEquals(before, Set.copyOf(table.all()), "a refusal changed something");
        restore("LAST", 9);
        assertEquals("REDEEMED", redeemAll(1, "alice", used).path("status").asText());
        assertEquals("REDEEMED", redeemAll(1, "alice", used).path("status").asText());
        assertUsed("TEN", 1, cny(100));
        assertUsed("LAST", 1, cny(50));
        assertCampaign(1, 500);
        restoreAll(1, used);
        restoreAll(1, used);
        assertUsed("TEN", 0, cny(0));
        assertUsed("LAST", 0, cny(0));
        assertCampaign(0, 0);
        assertThrows(CouponRestored.class, () -> redeemAll(1, "alice", used));
    }

    @Test
    void theLastOfOneCouponTakenInBetweenLeavesTheOtherAlone() {
        given("TEN", "{\"percentOff\":1000}");
        given("LAST", "{\"percentOff\":1000,\"maxRedemptions\":1}");
        aws.interleaving().runBefore("TransactWriteItems", () -> redeem("LAST", 2, "bob", cny(1)));
        assertThrows(CouponExhausted.class, () -> redeemAll(1, "alice", Map.of("TEN", 100L, "LAST", 50L)));
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void executionsFromBeforeStillRedeemAndRestoreTheirOneCoupon() {
        given("TEN", "{\"percentOff\":1000}");
        Lambda.invoke(redeemCoupon, Map.of("tenant", SHOP, "orderId", orderId(1), "customer", "alice", "couponCode", "ten", "discount", cny(100)), environment());
        assertUsed("TEN", 1, cny(100));
        Lambda.invoke(restoreCoupon, Map.of("tenant", SHOP, "orderId", orderId(1), "couponCode", "ten"), environment());
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void partialRefundsGiveBackTheirPartOfTheBudgetAndTheLastTheRestToTheUnit() {
        givenCampaign("c", FIVE_OFF.formatted(",\"budget\":{\"amount\":500,\"currency\":\"CNY\"}"));
        var code = issued("alice", "1");
        var used = Map.of(code, 500L);
        redeem(code, 1, "alice", cny(500));
        confirmed(1, used);
        refunded(1, "a", 1, 999, false, used);
        assertCampaign(1, 499);
        refunded(1, "b", 499, 999, false, used);
        assertCampaign(1, 250);
        refunded(1, "b", 499, 999, false, used);
        assertCampaign(1, 250);
        refunded(1, "late-2", 999, 999, true, used);
        assertCampaign(1, 250);
        refunded(1, "c", 499, 999, false, used);
        assertCampaign(1, 0);
        assertEquals("REDEEMED", state(code), "the money came back, the coupon did not");
        assertEquals(3, table.outbox().stream().filter(event -> event.type().equals("coupon.clawed_back.v1")).count());
    }

    @Test
    void byItsRuleAFullRefundGivesTheCouponItselfBack() {
        givenCampaign("c", FIVE_OFF.formatted(",\"restoredByRefund\":true,\"maxPerCustomer\":1"));
        var code = issued("alice", "1");
        var used = Map.of(code, 500L);
        redeem(code, 1, "alice", cny(500));
        confirmed(1, used);
        refunded(1, "a", 300, 1000, false, used);
        assertEquals("REDEEMED", state(code));
        refunded(1, "b", 700, 1000, false, used);
        assertEquals("RESTORED", state(code));
        assertCampaign(0, 0);
        redeem(code, 2, "alice", cny(500));
    }

    @Test
    void aRefundOfLateMoneyBeforeTheCompensationChangesNothing() {
        givenCampaign("c", FIVE_OFF.formatted(""));
        var code = issued("alice", "1");
        redeem(code, 1, "alice", cny(500));
        refunded(1, "late-1", 1000, 1000, true, Map.of(code, 500L));
        restore(code, 1);
        refunded(1, "a", 1000, 1000, false, Map.of(code, 500L));
        assertCampaign(0, 0);
        assertEquals("RESTORED", state(code));
    }

    @Test
    void refundsInAnyOrderAndAsOftenAsTheyLikeEndTheSame() throws InterruptedException {
        for (var seed = 1; seed <= 5; seed++) {
            var order = seed;
            var random = new Random(seed);
            givenCampaign("c", FIVE_OFF.formatted(""));
            var code = issued("alice", "cause-" + seed);
            redeem(code, order, "alice", cny(500));
            var parts = IntStream.range(0, 7).mapToObj(i -> Map.entry("r" + i, i < 6 ? 1 + random.nextInt(100) : 0)).toList();
            var sum = parts.stream().mapToInt(Map.Entry::getValue).sum();
            var tellings = new ArrayList<Callable<String>>();
            for (int copy = 0; copy < 2; copy++) {
                parts.forEach(part -> tellings.add(() -> {
                    refunded(order, part.getKey(), part.getKey().equals("r6") ? 1000 - sum : part.getValue(), 1000, false, Map.of(code, 500L));
                    return "";
                }));
            }
            tellings.add(() -> {
                confirmed(order, Map.of(code, 500L));
                return "";
            });
            Collections.shuffle(tellings, random);
            for (var telling : tellings) {
                try {
                    telling.call();
                } catch (Exception e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            assertCampaign(seed, 0);
            assertEquals("REDEEMED", state(code), "seed " + seed);
        }
    }
}
