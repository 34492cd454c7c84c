package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A coupon for coming back is there as long as something of its order's money is kept, and is taken back when nothing is. (That an order earns one at most is its mark's key.) */
final class RewardsEarned implements Promise {

    private static final String COMING_BACK = "REPURCHASE#";

    /** @param withdrawn whether it was taken back */
    private record Coupon(boolean withdrawn) {}

    /** What the customer's history counts of an order. */
    private record Order(long total, long refunded) {

        boolean isRefundedInFull() {
            return total > 0 && refunded >= total;
        }
    }

    private final Map<String, Coupon> coupons = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();
    private final Map<String, String> codes = new TreeMap<>();
    private final Set<String> uncounted = new HashSet<>();

    @Override
    public String title() {
        return "what coming back earned is kept with the order's money, and no longer";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("promotion")) {
            return;
        }
        switch (item.type()) {
            case "coupon" -> coupons.put(item.tenant() + " " + item.pkPart(2), new Coupon(item.has("withdrawnAt")));
            case "couponIssue" -> Optional.of(item.sk()).filter(cause -> cause.startsWith(COMING_BACK))
                    .ifPresent(cause -> codes.put(item.tenant() + " " + cause.substring(COMING_BACK.length()), item.tenant() + " " + item.text("couponCode")));
            case "memberOrder" -> seeOrder(item.tenant() + " " + item.pkPart(2), item);
            default -> { }
        }
    }

    /** A refund may be told before its order. */
    private void seeOrder(String name, Item item) {
        if (item.has("total")) {
            orders.put(name, new Order(item.number("total"), item.number("refunded")));
        } else {
            uncounted.add(name);
        }
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<Finding>();
        codes.forEach((order, code) -> {
            var coupon = coupons.get(code);
            var isOver = Optional.ofNullable(orders.get(order)).filter(Order::isRefundedInFull).isPresent();
            if (coupon == null) {
                findings.add(new Finding(order, "it earned coupon " + code + ", which does not exist"));
            } else if (!uncounted.contains(order) && coupon.withdrawn != isOver) {
                findings.add(new Finding(order, isOver ? "all its money went back, and coupon " + code + " can still be used" : "its money is kept, and coupon " + code + " was taken back"));
            }
        });
        return findings;
    }

    @Override
    public String seen() {
        return codes.size() + " coupons for coming back";
    }
}
