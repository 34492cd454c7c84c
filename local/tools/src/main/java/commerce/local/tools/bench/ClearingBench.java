package commerce.local.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.UnexpectedReply;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A business date with many orders is cleared: from the operator's request until every merchant has its settlement, its payout and its
 * statement. While it runs the stage is asked every few seconds how much of its heap is alive.
 */
public final class ClearingBench {
    private static final ZoneId BUSINESS_ZONE = ZoneId.of("Asia/Shanghai");
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMinutes(60));
    private static final long MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final HttpApi api;
    private final Shop shop;

    /** In a shop of its own. */
    public ClearingBench(HttpApi api, PrintStream out) {
        this.api = api;
        this.out = out;
        this.shop = new Shop(api, "bench-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Writes the orders, clears them, prints what it took, and clears the date once more. Fails unless everything is settled and the books agree. */
    public void run(int orders, int merchants) {
        LocalDate date = LocalDate.ofInstant(Instant.parse(shop.controls().now()), BUSINESS_ZONE).minusDays(1);
        PayableOrders fixture = new PayableOrders(shop.tenant(), date, merchants, orders);
        out.println("Writing " + orders + " orders of " + merchants + " merchants for " + date + " …");
        fixture.write(api, shop);
        shop.controls().advance(0);
        out.println("| run | orders | merchants | s | orders/s | DynamoDB calls/order | RCU/order | WCU/order | state transitions | live heap before, at most, after, MiB |");
        out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        measure("first", fixture);
        measure("again", fixture);
        out.println();
        out.println("Owed and paid out: " + fixture.owed() + ". Calls and units: everything until the stage is quiet again, publishing events and sealing entries included.");
    }

    private void measure(String run, PayableOrders fixture) {
        Costs before = Costs.of(shop.controls().metrics());
        List<Long> heap = new ArrayList<>(List.of(liveHeap()));
        long start = System.nanoTime();
        shop.startClearing(fixture.date());
        JsonNode cleared = PATIENCE.until("the clearing of " + fixture.date(), () -> {
            heap.add(liveHeap());
            return look(fixture.date());
        }, clearing -> clearing.hasNonNull("finishedAt"));
        long nanos = System.nanoTime() - start;
        shop.controls().advance(0);
        Costs costs = Costs.of(shop.controls().metrics()).since(before);
        check(cleared, fixture);
        long most = heap.stream().mapToLong(Long::longValue).max().orElseThrow();
        out.println("| %s | %d | %d | %s | %s | %s | %s | %s | %d | %d, %d, %d |".formatted(run, fixture.orders(), fixture.merchants(),
                BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1)), 0, RoundingMode.HALF_UP),
                BigDecimal.valueOf(fixture.orders()).multiply(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1))).divide(BigDecimal.valueOf(nanos), 0, RoundingMode.HALF_UP),
                each(BigDecimal.valueOf(costs.calls()), fixture), each(costs.readUnits(), fixture), each(costs.writeUnits(), fixture), costs.transitions(),
                heap.getFirst(), most, liveHeap()));
    }

    /** A stage at work may need longer for an answer than its gateway waits: then the next look tells. */
    private JsonNode look(LocalDate date) {
        try {
            return shop.clearing(date);
        } catch (UnexpectedReply busy) {
            return Json.object();
        }
    }

    private static BigDecimal each(BigDecimal what, PayableOrders fixture) {
        return what.divide(BigDecimal.valueOf(fixture.orders()), 3, RoundingMode.HALF_UP);
    }

    private long liveHeap() {
        return shop.controls().liveHeap() / MEBIBYTE;
    }

    private void check(JsonNode cleared, PayableOrders fixture) {
        Money paidOut = Money.of(cleared.path("totals").path(0).path("payout"));
        boolean whole = cleared.path("status").asText().equals("DONE") && cleared.path("settled").asInt() == fixture.merchants()
                && cleared.path("totals").path(0).path("lines").asInt() == fixture.orders() && paidOut.equals(fixture.owed()) && cleared.path("payoutFiles").size() == 1;
        if (!whole) {
            throw new IllegalStateException("the clearing is not what was to be cleared, " + fixture.owed() + ": " + cleared);
        }
    }
}
