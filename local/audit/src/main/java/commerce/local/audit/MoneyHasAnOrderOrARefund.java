package commerce.local.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Money that was captured belongs to a confirmed order of that total, or to one that is just being confirmed; money that came late or twice
 * has its refund; no more is refunded than was captured, and orders show what was.
 */
final class MoneyHasAnOrderOrARefund implements Promise {

    /** Commit stock and Confirm order are retried this long before somebody is called. */
    private static final Duration CONFIRMED_WITHIN = Duration.ofHours(1);

    private record Order(String status, long total, String currency, long refunded) {}

    private record Row(String status, long amount, String currency, Optional<Instant> decidedAt, long captured, long refunding, List<String> told) {}

    private static final class Refunds {
        /** Under way or done, of what was captured; late money never was. */
        private long counted;
        /** Done, late money too. */
        private long succeeded;
        private final List<String> ids = new ArrayList<>();
    }

    private final Map<String, Order> orders = new TreeMap<>();
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, Refunds> refunds = new HashMap<>();
    private long refundCount;

    @Override
    public String title() {
        return "no money without an order or a refund";
    }

    @Override
    public void see(Item item) {
        if (item.is("ordering", "order")) {
            var total = item.json("total");
            orders.put(name(item), new Order(item.text("status"), total.path("amount").asLong(), total.path("currency").asText(), item.json("refunded").path("amount").asLong()));
        } else if (item.is("payment", "payment")) {
            var told = item.has("told") ? item.attributes().get("told").ss() : List.<String>of();
            rows.put(name(item), new Row(item.text("status"), item.number("amount"), item.find("currency").orElse(""), item.find("decidedAt").map(Instant::parse),
                    item.number("captured"), item.number("refunding"), told));
        } else if (item.is("payment", "refund")) {
            seeRefund(item);
        }
    }

    private void seeRefund(Item item) {
        refundCount++;
        var sum = refunds.computeIfAbsent(name(item), order -> new Refunds());
        sum.ids.add(item.text("refundId"));
        var status = item.text("status");
        if (status.equals("SUCCEEDED")) {
            sum.succeeded += item.number("amount");
        }
        if (!status.equals("FAILED") && !item.isTrue("late")) {
            sum.counted += item.number("amount");
        }
    }

    private static String name(Item item) {
        return item.tenant() + " order " + item.pkPart(2);
    }

    @Override
    public List<Finding> judge(Instant now) {
        var findings = new ArrayList<Finding>();
        rows.forEach((name, row) -> {
            var order = orders.get(name);
            if (order == null) {
                findings.add(new Finding(name, "it has a payment, but does not exist"));
            } else if (row.status().equals("CAPTURED")) {
                judgeCaptured(findings, name, row, order, now);
            }
            judgeRefunds(findings, name, row);
        });
        orders.forEach((name, order) -> {
            if (order.status().equals("CONFIRMED") && order.total() > 0 && (!rows.containsKey(name) || !rows.get(name).status().equals("CAPTURED"))) {
                findings.add(new Finding(name, "it is CONFIRMED, but nobody paid"));
            }
            var succeeded = refunds.getOrDefault(name, new Refunds()).succeeded;
            if (order.refunded() > succeeded) {
                findings.add(new Finding(name, "it shows " + order.refunded() + " refunded, but " + succeeded + " were"));
            }
        });
        return findings;
    }

    private static void judgeCaptured(List<Finding> findings, String name, Row row, Order order, Instant now) {
        var late = row.decidedAt().filter(decided -> decided.plus(CONFIRMED_WITHIN).isBefore(now)).isPresent();
        var ended = order.status().equals("REJECTED") || order.status().equals("CANCELLED");
        if (ended || (!order.status().equals("CONFIRMED") && late)) {
            findings.add(new Finding(name, "its money was captured at " + row.decidedAt().orElse(null) + ", but it is " + order.status()));
        }
        if (row.amount() != order.total() || !row.currency().equals(order.currency())) {
            findings.add(new Finding(name, "it costs " + order.total() + " " + order.currency() + ", but " + row.amount() + " " + row.currency() + " were captured"));
        }
    }

    private void judgeRefunds(List<Finding> findings, String name, Row row) {
        var given = refunds.getOrDefault(name, new Refunds());
        if (given.counted != row.refunding()) {
            findings.add(new Finding(name, "refunds of " + given.counted + " are under way or done, but the payment counts " + row.refunding()));
        }
        if (given.counted > (row.status().equals("CAPTURED") ? row.amount() : 0)) {
            findings.add(new Finding(name, "more is refunded than was captured: " + given.counted + " of " + row.amount()));
        }
        row.told().stream().filter(event -> event.contains(" SUCCEEDED")).map(event -> event.substring(0, event.indexOf(' '))).distinct()
                .filter(attempt -> Long.parseLong(attempt) != row.captured() && !given.ids.contains("late-" + attempt))
                .forEach(attempt -> findings.add(new Finding(name, "the money of attempt " + attempt + " came late or twice and has no refund")));
    }

    @Override
    public String seen() {
        return rows.size() + " payments, " + refundCount + " refunds";
    }
}
