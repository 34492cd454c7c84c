package commerce.local.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every accepted order ends in a terminal state within its payment window, and the goods follow it: committed for a confirmed one, released
 * for a rejected or cancelled one.
 */
final class OrdersEnd implements Promise {

    /** The window of two hours, and what retries and sweepers may take after it. */
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(150);
    private static final Set<String> FINAL = Set.of("CONFIRMED", "REJECTED", "CANCELLED");

    private record Order(String status, Instant placedAt) {}

    private final Map<String, Order> orders = new TreeMap<>();
    private final Map<String, String> reservations = new HashMap<>();

    @Override
    public String title() {
        return "every accepted order ends";
    }

    @Override
    public void see(Item item) {
        if (item.is("ordering", "order")) {
            orders.put(name(item), new Order(item.text("status"), item.time("placedAt")));
        } else if (item.is("inventory", "reservation")) {
            reservations.put(name(item), item.text("status"));
        }
    }

    private static String name(Item item) {
        return item.tenant() + " order " + item.pkPart(2);
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<Finding>();
        orders.forEach((name, order) -> {
            var reservation = reservations.getOrDefault(name, "none");
            var fits = switch (order.status()) {
                case "CONFIRMED" -> Set.of("COMMITTED", "RETURNED");
                case "REJECTED", "CANCELLED" -> Set.of("RELEASED", "none");
                default -> Set.of("HELD", "COMMITTED", "RELEASED", "none");
            };
            if (!fits.contains(reservation)) {
                findings.add(new Finding(name, "it is " + order.status() + ", but its reservation is " + reservation));
            }
            if (!FINAL.contains(order.status()) && order.placedAt().plus(ENDS_WITHIN).isBefore(now)) {
                findings.add(new Finding(name, "placed at " + order.placedAt() + " and still " + order.status()));
            }
        });
        reservations.forEach((name, status) -> {
            if (!orders.containsKey(name) && !status.equals("RELEASED")) {
                findings.add(new Finding(name, "goods are " + status + " for an order that does not exist"));
            }
        });
        return findings;
    }

    @Override
    public String seen() {
        var open = orders.values().stream().filter(order -> !FINAL.contains(order.status())).count();
        return orders.size() + " orders, " + open + " of them under way";
    }
}
