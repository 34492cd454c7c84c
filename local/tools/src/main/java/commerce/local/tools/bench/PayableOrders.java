package commerce.local.tools.bench;

import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Shop;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * The settled orders of a business date, as settle-order leaves them for the clearing: a payable line each, spread evenly over merchants.
 * The lines are written into the table as they are; what a merchant is owed in all is one ledger entry, so that the books agree.
 *
 * @param date     a business date that is over
 * @param merchants how many
 * @param orders   how many, all merchants together
 */
record PayableOrders(String tenant, LocalDate date, int merchants, int orders) {
    private static final int WRITERS = 8;
    private static final int SHARDS = 8;

    static String merchant(int number) {
        return "merchant-%04d".formatted(number);
    }

    private static long gross(int order) {
        return 1_000 + order * 37L % 99_000;
    }

    private static long commission(int order) {
        return gross(order) / 20;
    }

    private static long fee(int order) {
        return gross(order) * 6 / 1_000;
    }

    private static long net(int order) {
        return gross(order) - commission(order) - fee(order);
    }

    private LongStream nets() {
        return LongStream.range(0, orders).map(order -> net((int) order));
    }

    /** What all merchants are owed. */
    Money owed() {
        return Money.cny(nets().sum());
    }

    private long owed(int merchant) {
        return LongStream.iterate(merchant, order -> order < orders, order -> order + merchants).map(order -> net((int) order)).sum();
    }

    /** Writes them all. */
    void write(HttpApi stage, Shop shop) {
        RawTable table = RawTable.of(stage, "SettlementTable");
        AtomicInteger next = new AtomicInteger();
        Crowd.of(WRITERS, writer -> {
            int from = next.getAndAdd(RawTable.BATCH);
            for (; from < orders; from = next.getAndAdd(RawTable.BATCH)) {
                List<Map<String, Object>> lines = new ArrayList<>();
                for (int order = from; order < Math.min(orders, from + RawTable.BATCH); order++) {
                    lines.add(line(order));
                }
                table.put(lines);
            }
            return from;
        });
        Crowd.of(WRITERS, writer -> {
            for (int merchant = writer; merchant < merchants; merchant += WRITERS) {
                shop.transfer(Json.object("transferId", "owed-" + merchant, "debit", "bank", "credit", "merchant_payable:" + merchant(merchant),
                        "amount", Money.cny(owed(merchant)).json(), "reason", "bench"));
            }
            return writer;
        });
    }

    /** The item that settlement's ClearingTable writes for an order's line. */
    private Map<String, Object> line(int order) {
        String merchant = merchant(order % merchants);
        String orderId = "01BENCH%019d".formatted(order);
        String lineId = orderId + "/settlement/" + merchant;
        Map<String, Object> item = new HashMap<>(Map.of("pk", tenant + "#PAYABLE#" + merchant + "#" + date, "sk", "LINE#" + lineId, "type", "payableLine", "version", 1,
                "orderId", orderId, "businessDate", date.toString(), "currency", "CNY", "occurredAt", date + "T04:00:00.000Z"));
        item.putAll(Map.of("gross", gross(order), "commission", commission(order), "fee", fee(order), "net", net(order)));
        item.putAll(Map.of("dueShard", "_platform#DUE#" + Math.floorMod((tenant + "#" + merchant).hashCode(), SHARDS),
                "dueKey", String.join("#", tenant, merchant, date.toString(), lineId)));
        return item;
    }
}
