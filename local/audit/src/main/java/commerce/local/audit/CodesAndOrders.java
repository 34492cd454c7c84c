package commerce.local.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What orders and codes say of each other: an order that came to nothing keeps no coupon, a code is locked only while its order is undecided and
 * used up once it is confirmed, and a campaign has as many codes as it counts.
 */
final class CodesAndOrders {

    private static final Set<String> CAME_TO_NOTHING = Set.of("REJECTED", "CANCELLED");

    /** Something an order has. @param order with its tenant */
    private record Held(String what, String state, String order) {}

    private final Map<String, String> orders = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<String, Long> issued = new TreeMap<>();
    private final Map<String, Long> codes = new TreeMap<>();

    void see(Item item) {
        switch (item.type()) {
            case "order" -> orders.put(item.tenant() + " " + item.pkPart(2), item.text("status"));
            case "redemption" -> held.add(new Held(name(item), item.text("status"), item.tenant() + " " + item.sk().substring("ORDER#".length())));
            case "campaign" -> issued.put(name(item), item.number("issued"));
            case "coupon" -> seeCode(item);
            default -> { }
        }
    }

    private void seeCode(Item item) {
        if (item.find("campaign").isPresent() && item.find("state").isPresent()) {
            codes.merge(item.tenant() + " campaign " + item.text("campaign"), 1L, Long::sum);
            item.find("orderId").ifPresent(order -> held.add(new Held(name(item), item.text("state"), item.tenant() + " " + order)));
        }
    }

    private static String name(Item item) {
        return item.tenant() + " " + item.pkPart(1).toLowerCase() + " " + item.pkPart(2);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        held.forEach(one -> {
            var order = orders.getOrDefault(one.order(), "");
            if (CAME_TO_NOTHING.contains(order) && !one.state().equals("RESTORED")) {
                findings.add(new Finding(one.what(), "order" + one.order().substring(one.order().indexOf(' ')) + " was " + order + " and still has it"));
            }
            if (order.equals("CONFIRMED") && one.state().equals("LOCKED")) {
                findings.add(new Finding(one.what(), "its order is CONFIRMED and it is only locked"));
            }
        });
        issued.forEach((campaign, count) -> {
            if (count != codes.getOrDefault(campaign, 0L)) {
                findings.add(new Finding(campaign, "it counts " + count + " codes, there are " + codes.getOrDefault(campaign, 0L)));
            }
        });
        return findings;
    }
}
