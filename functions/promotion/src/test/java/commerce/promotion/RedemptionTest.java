package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RedemptionTest extends PromotionFixture {

    private static final String TEN_OFF = "\"amountOff\":{\"amount\":1000,\"currency\":\"CNY\"}";

    private static String tenOff(String more) {
        return "{" + TEN_OFF + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private void assertRefused(Class<? extends RuntimeException> failure, Executable redemption) {
        var before = Set.copyOf(table.all());
        assertThrows(failure, redemption);
        assertEquals(before, Set.copyOf(table.all()), "a refusal changed something");
    }

    @Test
    void aRedemptionCountsForTheCouponAndTheCustomerAndTellsOneEvent() {
        given("TEN", tenOff(""));
        assertEquals("REDEEMED", redeem("ten", 1, "alice", cny(1000)));
        assertUsed("TEN", 1, cny(1000));
        assertEquals(1, usedBy("TEN", "alice"));
        var event = table.outbox().stream().filter(told -> told.type().equals("coupon.redeemed.v1")).findFirst().orElseThrow();
        assertEquals(json("{\"code\":\"TEN\",\"orderId\":\"" + orderId(1) + "\",\"customer\":\"alice\",\"discount\":{\"amount\":1000,\"currency\":\"CNY\"}}"), event.data());
        assertEquals("shop/TEN/coupon.redeemed.v1/" + orderId(1), event.id());
    }

    @Test
    void redeemingTwiceAnswersTheFirstResultAndChangesNothing() {
        given("TEN", tenOff("\"maxRedemptions\":1,\"maxPerCustomer\":1,\"budget\":{\"amount\":1000,\"currency\":\"CNY\"}"));
        redeem("TEN", 1, "alice", cny(1000));
        var before = Set.copyOf(table.all());
        assertEquals("REDEEMED", redeem("TEN", 1, "alice", cny(1000)));
        assertEquals(before, Set.copyOf(table.all()));
    }

    @Test
    void aFreeDiscountIsARedemptionToo() {
        given("TEN", tenOff("\"maxRedemptions\":1"));
        redeem("TEN", 1, "alice", cny(0));
        assertUsed("TEN", 1, cny(0));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 2, "bob", cny(0)));
        restore("TEN", 1);
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void theRedemptionAfterTheLastIsRefused() {
        given("TEN", tenOff("\"maxRedemptions\":2"));
        redeem("TEN", 1, "alice", cny(1000));
        redeem("TEN", 2, "bob", cny(1000));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 3, "carol", cny(1000)));
    }

    @Test
    void aDiscountLargerThanTheRestOfTheBudgetIsRefusedAndASmallerOneNot() {
        given("TEN", tenOff("\"budget\":{\"amount\":1500,\"currency\":\"CNY\"}"));
        redeem("TEN", 1, "alice", cny(1000));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 2, "bob", cny(501)));
        redeem("TEN", 3, "bob", cny(500));
        assertUsed("TEN", 2, cny(1500));
    }

    @Test
    void aDiscountLargerThanTheWholeBudgetIsRefused() {
        given("TEN", tenOff("\"budget\":{\"amount\":999,\"currency\":\"CNY\"}"));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 1, "alice", cny(1000)));
    }

    @Test
    void oneCustomersLimitLeavesOthersAlone() {
        given("TEN", tenOff("\"maxPerCustomer\":1"));
        redeem("TEN", 1, "alice", cny(1000));
        assertRefused(CouponLimitReached.class, () -> redeem("TEN", 2, "alice", cny(1000)));
        assertEquals("REDEEMED", redeem("TEN", 3, "bob", cny(1000)));
    }

    @Test
    void aLimitSetLaterCountsWhatCameBefore() {
        given("TEN", tenOff(""));
        redeem("TEN", 1, "alice", cny(1000));
        redeem("TEN", 2, "alice", cny(1000));
        given("TEN", tenOff("\"maxPerCustomer\":2,\"maxRedemptions\":3"));
        assertRefused(CouponLimitReached.class, () -> redeem("TEN", 3, "alice", cny(1000)));
        redeem("TEN", 4, "bob", cny(1000));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 5, "carol", cny(1000)));
    }

    @Test
    void replacingADefinitionKeepsTheCountersAndAnAcceptedDiscountIsHonoured() {
        given("TEN", tenOff("\"budget\":{\"amount\":5000,\"currency\":\"CNY\"}"));
        redeem("TEN", 1, "alice", cny(1000));
        given("TEN", "{\"percentOff\":500,\"budget\":{\"amount\":3000,\"currency\":\"CNY\"},\"validUntil\":\"2020-01-01T00:00:00Z\"}");
        assertUsed("TEN", 1, cny(1000));
        assertEquals("REDEEMED", redeem("TEN", 2, "bob", cny(1000)), "quoted before the replacement");
        assertUsed("TEN", 2, cny(2000));
        restore("TEN", 1);
        assertUsed("TEN", 1, cny(1000));
    }

    @Test
    void limitsBelowWhatIsUsedOnlyRefuseFurtherRedemptions() {
        given("TEN", tenOff(""));
        List.of(1, 2, 3).forEach(order -> redeem("TEN", order, "alice", cny(1000)));
        given("TEN", tenOff("\"maxRedemptions\":1,\"maxPerCustomer\":1,\"budget\":{\"amount\":3000,\"currency\":\"CNY\"}"));
        assertUsed("TEN", 3, cny(3000));
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 4, "bob", cny(1)));
        List.of(1, 2, 3).forEach(order -> restore("TEN", order));
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void aChangeOfCurrencyRefusesTheOldAndGivesBackWhereItCameFrom() {
        given("TEN", tenOff(""));
        redeem("TEN", 1, "alice", cny(1000));
        given("TEN", "{\"amountOff\":{\"amount\":5,\"currency\":\"JPY\"},\"budget\":{\"amount\":10,\"currency\":\"JPY\"}}");
        assertRefused(CouponExhausted.class, () -> redeem("TEN", 2, "bob", cny(1000)));
        redeem("TEN", 3, "bob", Money.of(5, "JPY"));
        assertUsed("TEN", 2, Money.of(5, "JPY"));
        restore("TEN", 1);
        assertUsed("TEN", 1, Money.of(5, "JPY"));
        given("TEN", tenOff(""));
        assertUsed("TEN", 1, cny(0));
    }

    @Test
    void aPercentageWithoutAmountsCountsEveryCurrencyApart() {
        given("PCT", "{\"percentOff\":1000}");
        assertUsed("PCT", 0, cny(0));
        redeem("PCT", 1, "alice", Money.of(7, "JPY"));
        assertUsed("PCT", 1, Money.of(7, "JPY"));
        redeem("PCT", 2, "alice", cny(90));
        assertUsed("PCT", 2, cny(90));
        assertEquals(json("[{\"amount\":7,\"currency\":\"JPY\"}]"), get("PCT").body().path("spentInOtherCurrencies"));
    }

    @Test
    void aCouponThatIsNotThereIsRefusedByName() {
        assertRefused(CouponUnknown.class, () -> redeem("NONE", 1, "alice", cny(1)));
    }

    @Test
    void aNegativeDiscountIsABugAndChangesNothing() {
        given("TEN", tenOff(""));
        assertRefused(UncheckedIOException.class, () -> redeem("TEN", 1, "alice", cny(-1)));
    }

    @Test
    void restoringGivesBackExactlyOnceAndTellsOneEvent() {
        given("TEN", tenOff("\"maxPerCustomer\":1"));
        redeem("TEN", 1, "alice", cny(1000));
        assertEquals("RESTORED", restore("ten", 1));
        assertUsed("TEN", 0, cny(0));
        assertEquals(0, usedBy("TEN", "alice"));
        var before = Set.copyOf(table.all());
        assertEquals("RESTORED", restore("TEN", 1));
        assertEquals(before, Set.copyOf(table.all()));
        assertEquals(Set.of("coupon.changed.v1", "coupon.redeemed.v1", "coupon.restored.v1"), table.outbox().stream().map(event -> event.type()).collect(Collectors.toSet()));
        assertEquals(3, table.outbox().size());
        assertEquals("REDEEMED", redeem("TEN", 2, "alice", cny(1000)), "the limit is free again");
    }

    @Test
    void restoringBeforeRedeemingRefusesTheLateRedemption() {
        given("TEN", tenOff(""));
        assertEquals("RESTORED", restore("TEN", 1));
        assertEquals("RESTORED", restore("TEN", 1));
        assertRefused(CouponRestored.class, () -> redeem("TEN", 1, "alice", cny(1000)));
        assertUsed("TEN", 0, cny(0));
        assertEquals(1, table.outbox().size(), "a tombstone tells nothing");
    }

    @Test
    void aRestoredRedemptionIsNotRedeemedAgain() {
        given("TEN", tenOff("\"maxRedemptions\":1"));
        redeem("TEN", 1, "alice", cny(1000));
        restore("TEN", 1);
        assertRefused(CouponRestored.class, () -> redeem("TEN", 1, "alice", cny(1000)));
        redeem("TEN", 2, "bob", cny(1000));
        assertRefused(CouponRestored.class, () -> redeem("TEN", 1, "alice", cny(1000)));
    }

    @Test
    void tenantsDoNotShareACoupon() {
        given("TEN", tenOff(""));
        redeem("TEN", 1, "alice", cny(1000));
        assertTrue(table.all().stream().allMatch(item -> item.get("pk").s().startsWith("shop#")));
        assertEquals(404, Lambda.request(getCoupon,
                HttpEvents.request("GET /admin/coupons/{code}").path("code", "TEN").by("other", "operator"), environment()).status());
    }
}
