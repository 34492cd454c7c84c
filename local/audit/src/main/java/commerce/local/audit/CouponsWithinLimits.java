package commerce.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Per coupon: as many redemptions as it counts, in sum and of each customer, discounts of what it has spent, and no more than its budget.
 * (That an order redeems a coupon once is its item's key.)
 */
final class CouponsWithinLimits implements Promise {

    private record Coupon(long redeemed, Map<String, Long> spent, JsonNode definition) {}

    private static final class Redeemed {
        private long orders;
        private final Map<String, Long> discounts = new TreeMap<>();
        private final Map<String, Long> customers = new TreeMap<>();
    }

    private final Map<String, Coupon> coupons = new TreeMap<>();
    private final Map<String, Redeemed> redeemed = new HashMap<>();
    private final Map<String, Map<String, Long>> counted = new HashMap<>();
    private long redemptions;

    @Override
    public String title() {
        return "no coupon redeemed twice or past its budget";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("promotion")) {
            return;
        }
        switch (item.type()) {
            case "coupon" -> coupons.put(name(item), new Coupon(item.number("redeemed"), spent(item), item.json("definition")));
            case "couponCustomer" -> counted.computeIfAbsent(name(item), coupon -> new TreeMap<>()).put(item.sk().substring("CUSTOMER#".length()), item.number("count"));
            case "redemption" -> seeRedemption(item);
            default -> { }
        }
    }

    private void seeRedemption(Item item) {
        redemptions++;
        if (item.text("status").equals("REDEEMED")) {
            var sums = redeemed.computeIfAbsent(name(item), coupon -> new Redeemed());
            sums.orders++;
            sums.discounts.merge(item.text("currency"), item.number("discount"), Long::sum);
            sums.customers.merge(item.text("customer"), 1L, Long::sum);
        }
    }

    private static Map<String, Long> spent(Item item) {
        var spent = new TreeMap<String, Long>();
        item.attributes().keySet().stream().filter(name -> name.startsWith("spent#") && item.number(name) != 0).forEach(name -> spent.put(name.substring("spent#".length()), item.number(name)));
        return spent;
    }

    private static String name(Item item) {
        return item.tenant() + " coupon " + item.pkPart(2);
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<Finding>();
        coupons.forEach((name, coupon) -> {
            var sums = redeemed.getOrDefault(name, new Redeemed());
            if (coupon.redeemed() != sums.orders) {
                findings.add(new Finding(name, "it counts " + coupon.redeemed() + " redemptions, orders have " + sums.orders));
            }
            if (!coupon.spent().equals(sums.discounts)) {
                findings.add(new Finding(name, "it has spent " + coupon.spent() + ", orders got " + sums.discounts));
            }
            var ofCustomers = new TreeMap<>(counted.getOrDefault(name, Map.of()));
            ofCustomers.values().removeIf(count -> count == 0);
            if (!ofCustomers.equals(sums.customers)) {
                findings.add(new Finding(name, "it counts per customer " + ofCustomers + ", their orders say " + sums.customers));
            }
            var budget = coupon.definition().path("budget");
            if (budget.hasNonNull("amount") && coupon.spent().getOrDefault(budget.path("currency").asText(), 0L) > budget.path("amount").asLong()) {
                findings.add(new Finding(name, "it has spent " + coupon.spent() + " of a budget of " + budget));
            }
        });
        redeemed.keySet().stream().filter(name -> !coupons.containsKey(name)).forEach(name -> findings.add(new Finding(name, "it was redeemed, but does not exist")));
        return findings;
    }

    @Override
    public String seen() {
        return coupons.size() + " coupons, " + redemptions + " redemptions";
    }
}
