package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Busy;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Random days of redeeming, restoring and replacing, each step compared with a model of a few lines. */
class RedemptionModelTest extends PromotionFixture {

    private static final int STEPS = 100;

    private record Taken(String customer, long discount) {}

    private final Map<Integer, Taken> redeemed = new HashMap<>();
    private final Map<Integer, Boolean> closed = new HashMap<>();
    private long maxRedemptions;
    private long maxPerCustomer;
    private long budget;

    @RepeatedTest(3)
    void theCountersAreAlwaysTheSumOfWhatCounts() {
        var seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("RedemptionModelTest -Dseed=" + seed);
        var random = new Random(seed);
        replace(random);
        for (int step = 0; step < STEPS; step++) {
            var order = random.nextInt(30);
            switch (random.nextInt(10)) {
                case 0 -> replace(random);
                case 1, 2, 3 -> {
                    assertEquals("RESTORED", restore("C", order));
                    redeemed.remove(order);
                    closed.put(order, true);
                }
                default -> redeemAndCompare(order, "customer-" + random.nextInt(4), random.nextInt(40));
            }
            assertUsed("C", redeemed.size(), cny(spent()));
        }
        for (int customer = 0; customer < 4; customer++) {
            assertEquals(usedByInModel("customer-" + customer), usedBy("C", "customer-" + customer), "seed " + seed);
        }
    }

    private void redeemAndCompare(int order, String customer, long discount) {
        String expected;
        if (redeemed.containsKey(order)) {
            expected = "REDEEMED";
        } else if (closed.containsKey(order)) {
            expected = "CouponRestored";
        } else if (redeemed.size() >= maxRedemptions || spent() + discount > budget) {
            expected = "CouponExhausted";
        } else if (usedByInModel(customer) >= maxPerCustomer) {
            expected = "CouponLimitReached";
        } else {
            expected = "REDEEMED";
            redeemed.put(order, new Taken(customer, discount));
        }
        assertEquals(expected, outcome(order, customer, discount));
    }

    private String outcome(int order, String customer, long discount) {
        try {
            return redeem("C", order, customer, cny(discount));
        } catch (CouponExhausted | CouponLimitReached | CouponRestored | Busy refusal) {
            return refusal.getClass().getSimpleName();
        }
    }

    private void replace(Random random) {
        maxRedemptions = 1 + random.nextInt(20);
        maxPerCustomer = 1 + random.nextInt(6);
        budget = Math.max(spent(), 1 + random.nextInt(400));
        given("C", "{\"percentOff\":1000,\"maxRedemptions\":%d,\"maxPerCustomer\":%d,\"budget\":{\"amount\":%d,\"currency\":\"CNY\"}}".formatted(maxRedemptions, maxPerCustomer, budget));
    }

    private long spent() {
        return redeemed.values().stream().mapToLong(Taken::discount).sum();
    }

    private long usedByInModel(String customer) {
        return redeemed.values().stream().filter(taken -> taken.customer().equals(customer)).count();
    }
}
