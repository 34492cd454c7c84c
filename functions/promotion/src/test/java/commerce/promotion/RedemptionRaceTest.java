package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.Coupon;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Transactions.Outcome;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;

/** Limits under races: by many threads with exact counts, and by interleavings forced around the deciding write. */
class RedemptionRaceTest extends PromotionFixture {

    private static final String TEN_OFF = "{\"amountOff\":{\"amount\":10,\"currency\":\"CNY\"}%s}";

    private List<Callable<String>> redeemers(int count, String customer) {
        return IntStream.range(0, count).<Callable<String>>mapToObj(order -> () -> redeem("TEN", order, customer.isEmpty() ? "customer-" + order : customer, cny(10))).toList();
    }

    private void restoreAll(int count) throws InterruptedException {
        var outcomes = race(IntStream.range(0, count).<Callable<String>>mapToObj(order -> () -> restore("TEN", order)).toList());
        assertEquals(count, count(outcomes, "RESTORED"), outcomes::toString);
        assertUsed("TEN", 0, cny(0));
        assertTrue(table.all().stream().filter(item -> item.containsKey("count")).allMatch(item -> item.get("count").n().equals("0")));
    }

    @Test
    void aBudgetOf1000With10EachIsRedeemedExactly100TimesBy200AtOnceAndComesBackWhole() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(",\"budget\":{\"amount\":1000,\"currency\":\"CNY\"}"));
        var outcomes = race(redeemers(200, ""));
        assertEquals(100, count(outcomes, "REDEEMED"), outcomes::toString);
        assertEquals(100, count(outcomes, "CouponExhausted"), outcomes::toString);
        assertUsed("TEN", 100, cny(1000));
        restoreAll(200);
    }

    @Test
    void aTotalLimitHoldsAgainst100AtOnce() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":37"));
        var outcomes = race(redeemers(100, ""));
        assertEquals(37, count(outcomes, "REDEEMED"), outcomes::toString);
        assertEquals(63, count(outcomes, "CouponExhausted"), outcomes::toString);
        restoreAll(100);
    }

    @Test
    void oneCustomersFiftyOrdersAtOnceRedeemOnce() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(",\"maxPerCustomer\":1"));
        var outcomes = race(redeemers(50, "alice"));
        assertEquals(1, count(outcomes, "REDEEMED"), outcomes::toString);
        assertEquals(49, count(outcomes, "CouponLimitReached"), outcomes::toString);
        assertEquals(1, usedBy("TEN", "alice"));
        restoreAll(50);
    }

    @Test
    void oneOrderRedeemedByManyAtOnceCountsOnce() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":1"));
        var outcomes = race(IntStream.range(0, 40).<Callable<String>>mapToObj(_ -> () -> redeem("TEN", 7, "alice", cny(10))).toList());
        assertEquals(40, count(outcomes, "REDEEMED"), outcomes::toString);
        assertUsed("TEN", 1, cny(10));
        var restores = race(IntStream.range(0, 40).<Callable<String>>mapToObj(_ -> () -> restore("TEN", 7)).toList());
        assertEquals(40, count(restores, "RESTORED"), restores::toString);
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void redemptionsRacingTheirOwnCompensationAlwaysEndGivenBack() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(""));
        var runners = new ArrayList<Callable<String>>();
        for (int i = 0; i < 60; i++) {
            var order = i;
            runners.add(() -> redeem("TEN", order, "alice", cny(10)));
            runners.add(() -> restore("TEN", order));
        }
        var outcomes = race(runners);
        assertEquals(60, count(outcomes, "RESTORED"), outcomes::toString);
        assertEquals(60, count(outcomes, "REDEEMED") + count(outcomes, "CouponRestored"), outcomes::toString);
        assertUsed("TEN", 0, cny(0));
        assertEquals(0, usedBy("TEN", "alice"));
    }

    @Test
    void aDefinitionReplacedUnderWayNeverLetsALimitBePassed() throws InterruptedException {
        given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":1000"));
        var runners = new ArrayList<>(redeemers(60, ""));
        for (int i = 0; i < 12; i++) {
            var most = 1 + i;
            runners.add(5 * i, () -> String.valueOf(put("TEN", TEN_OFF.formatted(",\"maxRedemptions\":20,\"maxPerCustomer\":" + most)).status()));
        }
        var outcomes = race(runners);
        var redeemed = count(outcomes, "REDEEMED");
        assertEquals(12, count(outcomes, "200"), outcomes::toString);
        assertEquals(60, redeemed + count(outcomes, "CouponExhausted") + count(outcomes, "Busy"), outcomes::toString);
        assertUsed("TEN", redeemed, cny(10 * redeemed));
        assertTrue(redeemed <= 20, outcomes::toString);
    }

    @Test
    void theLastRedemptionTakenBetweenReadAndWriteIsExhausted() {
        given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":1"));
        aws.interleaving().runBefore("TransactWriteItems", () -> redeem("TEN", 2, "bob", cny(10)));
        assertThrows(CouponExhausted.class, () -> redeem("TEN", 1, "alice", cny(10)));
        assertTrue(aws.interleaving().allRan());
        assertUsed("TEN", 1, cny(10));
    }

    @Test
    void aStricterDefinitionBetweenReadAndWriteIsObeyed() {
        given("TEN", TEN_OFF.formatted(""));
        redeem("TEN", 2, "alice", cny(10));
        aws.interleaving().runBefore("TransactWriteItems", () -> given("TEN", TEN_OFF.formatted(",\"maxPerCustomer\":1")));
        assertThrows(CouponLimitReached.class, () -> redeem("TEN", 1, "alice", cny(10)));
        assertTrue(aws.interleaving().allRan());
        assertUsed("TEN", 1, cny(10));
    }

    @Test
    void aMoreGenerousDefinitionBetweenReadAndWriteIsUsed() {
        given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":1"));
        aws.interleaving().runBefore("TransactWriteItems", () -> {
            redeem("TEN", 2, "bob", cny(10));
            given("TEN", TEN_OFF.formatted(",\"maxRedemptions\":2"));
        });
        assertEquals("REDEEMED", redeem("TEN", 1, "alice", cny(10)));
        assertUsed("TEN", 2, cny(20));
    }

    @Test
    void aRestoreBetweenReadAndWriteRefusesTheRedemption() {
        given("TEN", TEN_OFF.formatted(""));
        aws.interleaving().runBefore("TransactWriteItems", () -> restore("TEN", 1));
        assertThrows(CouponRestored.class, () -> redeem("TEN", 1, "alice", cny(10)));
        assertUsed("TEN", 0, cny(0));
    }

    @Test
    void aRedemptionBetweenTheRestoresReadAndItsTombstoneIsGivenBack() {
        given("TEN", TEN_OFF.formatted(""));
        aws.interleaving().runBefore("TransactWriteItems", () -> redeem("TEN", 1, "alice", cny(10)));
        assertEquals("RESTORED", restore("TEN", 1));
        assertTrue(aws.interleaving().allRan());
        assertUsed("TEN", 0, cny(0));
        assertThrows(CouponRestored.class, () -> redeem("TEN", 1, "alice", cny(10)));
    }

    @Test
    void twoRestoresAtOnceGiveBackOnce() {
        given("TEN", TEN_OFF.formatted(""));
        redeem("TEN", 1, "alice", cny(10));
        redeem("TEN", 2, "alice", cny(10));
        aws.interleaving().runBefore("TransactWriteItems", () -> restore("TEN", 1));
        assertEquals("RESTORED", restore("TEN", 1));
        assertUsed("TEN", 1, cny(10));
        assertEquals(1, usedBy("TEN", "alice"));
    }

    @Test
    void aCrashOnEitherSideOfTheWriteIsHealedByTryingAgain() {
        given("TEN", TEN_OFF.formatted(""));
        crash(true, () -> redeem("TEN", 1, "alice", cny(10)));
        assertUsed("TEN", 0, cny(0));
        crash(false, () -> redeem("TEN", 1, "alice", cny(10)));
        assertUsed("TEN", 1, cny(10));
        assertEquals("REDEEMED", redeem("TEN", 1, "alice", cny(10)));
        crash(true, () -> restore("TEN", 1));
        assertUsed("TEN", 1, cny(10));
        crash(false, () -> restore("TEN", 1));
        assertUsed("TEN", 0, cny(0));
        assertEquals("RESTORED", restore("TEN", 1));
        assertUsed("TEN", 0, cny(0));
    }

    private void crash(boolean before, Runnable operation) {
        Runnable crash = () -> {
            throw new IllegalStateException("crash");
        };
        if (before) {
            aws.interleaving().runBefore("TransactWriteItems", crash);
        } else {
            aws.interleaving().runAfter("TransactWriteItems", crash);
        }
        assertThrows(IllegalStateException.class, operation::run);
    }

    /** DynamoDB Local never shows a conflict, so what AWS would answer is written out here. */
    @Test
    void aLimitIsNotBelievedWhileTheOrdersOwnRedemptionIsBeingWritten() {
        var definition = new CouponDefinition(Optional.of(cny(10)), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(1L), Optional.empty(), Optional.empty());
        var coupon = new Coupon("TEN", definition, 1, 0, Map.of());
        var roles = List.<Takings.Role>of(new Takings.Role.Counters(coupon), new Takings.Role.Customer("TEN"), new Takings.Role.OwnRedemption());
        var full = CancellationReason.builder().code("ConditionalCheckFailed").item(Map.of("version", Items.n(1))).build();
        var none = CancellationReason.builder().code("None").build();
        var conflict = CancellationReason.builder().code("TransactionConflict").build();
        var mine = CancellationReason.builder().code("ConditionalCheckFailed")
                .item(Map.of("status", Items.s("REDEEMED"), "customer", Items.s("alice"), "discount", Items.n(10), "currency", Items.s("CNY"))).build();

        assertTrue(RedemptionTable.refusal(roles, new Outcome.Refused(List.of(full, none, none))) instanceof Redeeming.Exhausted);
        assertEquals(new Redeeming.Overtaken(), RedemptionTable.refusal(roles, new Outcome.Refused(List.of(full, none, conflict))));
        assertEquals(new Redeeming.Overtaken(), RedemptionTable.refusal(roles, new Outcome.Refused(List.of(none, full, conflict))));
        assertEquals(new Redeeming.CustomerLimit("TEN"), RedemptionTable.refusal(roles, new Outcome.Refused(List.of(conflict, full, none))));
        assertEquals(new Redeeming.Present(new Redemption.Redeemed("alice", Optional.empty(), Money.of(10, "CNY"))), RedemptionTable.refusal(roles, new Outcome.Refused(List.of(full, full, mine))));
    }
}
