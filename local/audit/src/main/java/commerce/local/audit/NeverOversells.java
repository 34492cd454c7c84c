package commerce.local.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Per SKU: {@code received = available + reserved + sold}, none of them negative; what was received is what receipts and adjustments say;
 * what is reserved and sold is what the orders' reservations say.
 */
final class NeverOversells implements Promise {

    private record Counters(long received, long available, long reserved, long sold) {}

    private final Map<String, Counters> stock = new HashMap<>();
    private final Map<String, Long> booked = new HashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private long reservations;

    @Override
    public String title() {
        return "never oversells";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("inventory")) {
            return;
        }
        switch (item.type()) {
            case "stock" -> stock.put(sku(item), new Counters(item.number("received"), item.number("available"), item.number("reserved"), item.number("sold")));
            case "receipt", "adjustment" -> booked.merge(sku(item), item.number("quantity"), Long::sum);
            case "reservation" -> seeReservation(item);
            default -> { }
        }
    }

    private void seeReservation(Item item) {
        reservations++;
        var count = switch (item.text("status")) {
            case "HELD" -> held;
            case "COMMITTED" -> committed;
            default -> new HashMap<String, Long>();
        };
        item.json("lines").forEach(line -> count.merge(item.tenant() + " SKU " + line.path("sku").asText(), line.path("quantity").asLong(), Long::sum));
    }

    private static String sku(Item item) {
        return item.tenant() + " SKU " + item.pkPart(2);
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<Finding>();
        var skus = new TreeSet<>(stock.keySet());
        skus.addAll(booked.keySet());
        skus.addAll(held.keySet());
        skus.addAll(committed.keySet());
        for (var sku : skus) {
            var counters = stock.getOrDefault(sku, new Counters(0, 0, 0, 0));
            if (counters.received() != counters.available() + counters.reserved() + counters.sold()) {
                findings.add(new Finding(sku, "received is not available + reserved + sold: " + counters));
            }
            if (counters.available() < 0 || counters.reserved() < 0 || counters.sold() < 0) {
                findings.add(new Finding(sku, "a count below zero: " + counters));
            }
            same(findings, sku, "received", counters.received(), "receipts and adjustments sum to", booked.getOrDefault(sku, 0L));
            same(findings, sku, "reserved", counters.reserved(), "orders hold", held.getOrDefault(sku, 0L));
            same(findings, sku, "sold", counters.sold(), "orders have bought", committed.getOrDefault(sku, 0L));
        }
        return findings;
    }

    private static void same(List<Finding> findings, String sku, String counter, long count, String source, long sum) {
        if (count != sum) {
            findings.add(new Finding(sku, counter + " is " + count + ", but " + source + " " + sum));
        }
    }

    @Override
    public String seen() {
        return stock.size() + " SKUs, " + reservations + " reservations";
    }
}
