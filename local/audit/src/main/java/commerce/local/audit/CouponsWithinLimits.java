package commerce.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Per coupon and per campaign: as many redemptions as it counts, in sum and of each customer, discounts of what it has spent (less what
 * refunds gave back), and no more than its budget. Of what new customers are offered, each has had at most one. (That an order redeems a
 * coupon once is its item's key.) And what {@link CodesAndOrders} says.
 */
final class CouponsWithinLimits implements Promise {

    /** What counts money: a coupon, or a campaign over all its codes. */
    private record Purse(long redeemed, Map<String, Long> spent, Optional<JsonNode> budget) {}

    private static final class Redeemed {
        private long orders;
        private final Map<String, Long> discounts = new TreeMap<>();
        private final Map<String, Long> customers = new TreeMap<>();
    }

    private final Map<String, Purse> purses = new TreeMap<>();
    private final Map<String, Redeemed> redeemed = new HashMap<>();
    private final Map<String, Map<String, Long>> counted = new HashMap<>();
    private final Map<String, Long> claims = new TreeMap<>();
    private final Map<String, Long> offers = new TreeMap<>();
    private final CodesAndOrders codesAndOrders = new CodesAndOrders();
    private long redemptions;

    @Override
    public String title() {
        return "no coupon redeemed twice or past its budget";
    }

    @Override
    public void see(Item item) {
        codesAndOrders.see(item);
        if (!item.context().equals("promotion")) {
            return;
        }
        switch (item.type()) {
            case "coupon" -> purses.put(name(item), purse(item, "definition"));
            case "campaign" -> purses.put(name(item), purse(item, "campaign"));
            case "couponCustomer" -> seeCustomer(item);
            case "redemption" -> seeRedemption(item);
            default -> { }
        }
    }

    private static Purse purse(Item item, String definition) {
        var spent = new TreeMap<String, Long>();
        item.attributes().keySet().stream().filter(name -> name.startsWith("spent#") && item.number(name) != 0).forEach(name -> spent.put(name.substring("spent#".length()), item.number(name)));
        return new Purse(item.number("redeemed"), spent, Optional.ofNullable(item.json(definition).findValue("budget")).filter(JsonNode::isObject));
    }

    private void seeCustomer(Item item) {
        if (item.pkPart(1).equals("FIRST_ORDER")) {
            claims.put(item.tenant() + " new customer " + item.pkPart(2), item.number("count"));
        } else {
            counted.computeIfAbsent(name(item), purse -> new TreeMap<>()).put(item.sk().substring("CUSTOMER#".length()), item.number("count"));
        }
    }

    private void seeRedemption(Item item) {
        redemptions++;
        if (!item.text("status").equals("REDEEMED")) {
            return;
        }
        if (item.pkPart(1).equals("OFFER")) {
            offers.merge(item.tenant() + " new customer " + item.text("customer"), 1L, Long::sum);
            return;
        }
        var campaign = item.find("campaign");
        count(name(item), item, campaign.isEmpty());
        campaign.ifPresent(id -> count(item.tenant() + " campaign " + id, item, true));
    }

    private void count(String purse, Item item, boolean countsCustomers) {
        var sums = redeemed.computeIfAbsent(purse, any -> new Redeemed());
        var held = item.number("discount") - item.number("clawedBack");
        sums.orders++;
        if (held != 0) {
            sums.discounts.merge(item.text("currency"), held, Long::sum);
        }
        if (countsCustomers) {
            sums.customers.merge(item.text("customer"), 1L, Long::sum);
        }
    }

    private static String name(Item item) {
        return item.tenant() + " " + item.pkPart(1).toLowerCase() + " " + item.pkPart(2);
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<>(codesAndOrders.findings());
        purses.forEach((name, purse) -> judge(findings, name, purse, redeemed.getOrDefault(name, new Redeemed())));
        redeemed.keySet().stream().filter(name -> !purses.containsKey(name)).forEach(name -> findings.add(new Finding(name, "it was redeemed, but does not exist")));
        var customers = new TreeMap<>(claims);
        offers.forEach(customers::putIfAbsent);
        customers.keySet().forEach(customer -> {
            long has = offers.getOrDefault(customer, 0L);
            if (has > 1 || has != claims.getOrDefault(customer, 0L)) {
                findings.add(new Finding(customer, "orders had " + has + " offers to new customers, " + claims.getOrDefault(customer, 0L) + " are claimed"));
            }
        });
        return findings;
    }

    private void judge(List<Finding> findings, String name, Purse purse, Redeemed sums) {
        if (purse.redeemed() != sums.orders) {
            findings.add(new Finding(name, "it counts " + purse.redeemed() + " redemptions, orders have " + sums.orders));
        }
        if (!purse.spent().equals(sums.discounts)) {
            findings.add(new Finding(name, "it has spent " + purse.spent() + ", orders got " + sums.discounts));
        }
        var ofCustomers = new TreeMap<>(counted.getOrDefault(name, Map.of()));
        ofCustomers.values().removeIf(count -> count == 0);
        if (!ofCustomers.equals(sums.customers)) {
            findings.add(new Finding(name, "it counts per customer " + ofCustomers + ", their orders say " + sums.customers));
        }
        var budget = purse.budget().orElse(MissingNode.getInstance());
        if (budget.hasNonNull("amount") && purse.spent().getOrDefault(budget.path("currency").asText(), 0L) > budget.path("amount").asLong()) {
            findings.add(new Finding(name, "it has spent " + purse.spent() + " of a budget of " + budget));
        }
    }

    @Override
    public String seen() {
        return purses.size() + " coupons and campaigns, " + redemptions + " redemptions";
    }
}
