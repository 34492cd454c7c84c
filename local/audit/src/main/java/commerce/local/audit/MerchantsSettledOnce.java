package commerce.local.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A merchant has one settlement of a business date that has not failed; it counts exactly the lines that name it, to the last unit of each
 * currency; no line names one that failed; and once it is stated the ledger has set aside exactly what it pays out.
 */
final class MerchantsSettledOnce implements Promise {

    /** What lines of one settlement and currency come to; a settlement says the same of itself. */
    private record Sum(long lines, long minor) {

        Sum plus(Sum other) {
            return new Sum(lines + other.lines, Math.addExact(minor, other.minor));
        }
    }

    private final Map<String, Sum> claimed = new TreeMap<>();
    private final Map<String, Sum> counted = new TreeMap<>();
    private final Map<String, Long> paidOut = new TreeMap<>();
    private final Map<String, Long> setAside = new TreeMap<>();
    private final Map<String, String> alive = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long lines;

    @Override
    public String title() {
        return "each merchant is settled once a date";
    }

    @Override
    public void see(Item item) {
        if (!item.context().equals("settlement")) {
            return;
        }
        switch (item.type()) {
            case "payableLine" -> seeLine(item);
            case "settlement" -> seeSettlement(item);
            case "entry" -> seeEntry(item);
            default -> { }
        }
    }

    private void seeLine(Item item) {
        lines++;
        item.find("settleId").ifPresent(settleId ->
                claimed.merge(item.tenant() + " " + settleId + " " + item.text("currency"), new Sum(1, item.number("net")), Sum::plus));
    }

    private void seeSettlement(Item item) {
        var settlement = item.json("settlement");
        // How an order was divided is called so too; it is none of a merchant.
        if (!settlement.has("merchantId") || settlement.path("status").asText().equals("FAILED")) {
            return;
        }
        var merchant = settlement.path("merchantId").asText();
        var date = settlement.path("tradeDate").asText();
        var settleId = "%s_%s_%03d".formatted(merchant, date.replace("-", ""), settlement.path("sequence").asInt());
        var other = alive.putIfAbsent(item.tenant() + " " + merchant + " " + date, settleId);
        if (other != null) {
            findings.add(new Finding(item.toString(), "merchant " + merchant + " has another settlement of " + date + ": " + other));
        }
        for (JsonNode totals : settlement.path("claimed").path("totals")) {
            var currency = totals.path("net").path("currency").asText();
            var due = Math.addExact(minor(totals, "net"), minor(totals, "carriedIn"));
            counted.put(item.tenant() + " " + settleId + " " + currency, new Sum(totals.path("lines").asLong(), due));
            if (item.has("statedAt") && due > 0) {
                paidOut.put(item.tenant() + " payout." + settleId + "." + currency, due);
            }
        }
    }

    private static long minor(JsonNode totals, String name) {
        return totals.path(name).path("amount").asLong();
    }

    private void seeEntry(Item item) {
        if (!item.pk().contains("#TRANSFER#payout.") || item.text("cause").startsWith("reversal/")) {
            return;
        }
        for (var posting : item.json("postings")) {
            if (posting.path("account").asText().startsWith("payout_clearing:")) {
                setAside.merge(item.tenant() + " " + item.pkPart(2), -posting.path("amount").path("amount").asLong(), Math::addExact);
            }
        }
    }

    @Override
    public List<Finding> judge(Instant now) {
        var all = new ArrayList<>(findings);
        var settlements = new TreeMap<>(counted);
        claimed.keySet().forEach(settlement -> settlements.putIfAbsent(settlement, new Sum(0, 0)));
        settlements.forEach((settlement, sum) -> {
            var found = claimed.getOrDefault(settlement, new Sum(0, 0));
            if (!found.equals(sum)) {
                all.add(new Finding(settlement, "it counts " + sum.lines() + " lines of " + sum.minor() + ", but " + found.lines() + " of " + found.minor() + " name it"));
            }
        });
        paidOut.forEach((payout, due) -> {
            long paid = setAside.getOrDefault(payout, 0L);
            if (paid != due) {
                all.add(new Finding(payout, "it pays out " + due + ", but the ledger has set aside " + paid));
            }
        });
        return all;
    }

    @Override
    public String seen() {
        return alive.size() + " settlements, " + lines + " lines";
    }
}
