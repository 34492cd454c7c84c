package commerce.local.tools.bench;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Shop;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closed-loop buyers: each places an order, pays as soon as it may, waits until it is CONFIRMED, and begins anew. Measured from
 * the POST to the first sight of CONFIRMED.
 */
public final class CheckoutBench {
    private static final int PRODUCTS = 40;
    private static final int LINES = 2;
    private static final long SEED = 20261121L;
    private static final int WARM_UP = 300;
    private static final int LEAD_IN = 20;

    private final PrintStream out;
    private final Shop shop;
    private final List<String> skus;
    private final Pace toPayment = new Pace();
    private final Pace toConfirmation = new Pace();

    /** Fills a shop of its own with goods. */
    public CheckoutBench(HttpApi api, PrintStream out) {
        this.out = out;
        this.shop = new Shop(api, "bench-" + UUID.randomUUID().toString().substring(0, 8));
        this.skus = Crowd.of(PRODUCTS, i -> {
            String sku = "bench-%02d".formatted(i);
            shop.stock(sku, "基准商品 Benchmark product " + i, Money.cny(1_000 + 10L * i), Map.of(), 1_000_000);
            return sku;
        });
    }

    /** One measured round. */
    public record Round(int buyers, int orders, long nanos, List<Long> sortedNanos) {
        BigDecimal perSecond() {
            return BigDecimal.valueOf(orders).multiply(BigDecimal.valueOf(TimeUnit.SECONDS.toNanos(1))).divide(BigDecimal.valueOf(nanos), 1, RoundingMode.HALF_UP);
        }

        /** Nearest rank. */
        long millis(int percent) {
            int rank = Math.ceilDiv(percent * sortedNanos.size(), 100);
            return TimeUnit.NANOSECONDS.toMillis(sortedNanos.get(Math.max(0, rank - 1)));
        }
    }

    /** A round and what it cost. */
    public record Measurement(Round round, Costs costs) {
        private String row() {
            int orders = round.orders();
            return "| %d | %d | %s | %d | %d | %s | %s | %s | %s | %s |".formatted(round.buyers(), orders, round.perSecond(), round.millis(50), round.millis(99),
                    costs.callsPerOrder(orders), costs.pollsPerOrder(orders), costs.readUnitsPerOrder(orders), costs.writeUnitsPerOrder(orders),
                    costs.transitionsPerOrder(orders));
        }
    }

    /**
     * Warms the stage up, then runs one round per number of buyers and prints the table.
     *
     * @param orders per round; unless given, 25 per buyer and at least 100
     */
    public void run(List<Integer> buyers, OptionalInt orders) {
        int crowd = Collections.max(buyers);
        out.println("Warming up with " + WARM_UP + " orders of " + crowd + " buyers …");
        measure(crowd, WARM_UP);
        out.println();
        out.println("| buyers | orders | orders/s | p50 ms | p99 ms | DynamoDB calls/order | + buyer's polls | RCU/order | WCU/order | transitions/order |");
        out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (int number : buyers) {
            out.println(measure(number, orders.orElse(Math.max(100, 25 * number))).row());
        }
        out.println();
        out.println("An order has " + LINES + " lines of " + PRODUCTS + " products, no coupon (seed " + SEED + "). Times: from POST /orders to the buyer's first "
                + "sight of CONFIRMED, payment included. Calls, units and transitions: everything until the stage is quiet again, publishing and settlement "
                + "included; the buyer's own GET /orders/{orderId} are counted apart, their read units are in.");
    }

    /** One round on a quiet stage, and what it cost until the stage was quiet again. A few orders before it teach the buyers its pace. */
    public Measurement measure(int buyers, int orders) {
        List<Buyer> crowd = Crowd.of(buyers, i -> shop.buyer("buyer-" + i));
        round(crowd, LEAD_IN + 2 * buyers);
        shop.controls().advance(0);
        Costs before = Costs.of(shop.controls().metrics());
        Round round = round(crowd, orders);
        shop.controls().advance(0);
        return new Measurement(round, Costs.of(shop.controls().metrics()).since(before));
    }

    private Round round(List<Buyer> crowd, int orders) {
        AtomicInteger left = new AtomicInteger(orders);
        long start = System.nanoTime();
        List<List<Long>> times = Crowd.of(crowd.size(), i -> {
            Random random = new Random(SEED + i);
            List<Long> mine = new ArrayList<>();
            while (left.getAndDecrement() > 0) {
                mine.add(buy(crowd.get(i), random));
            }
            return mine;
        });
        long nanos = System.nanoTime() - start;
        return new Round(crowd.size(), orders, nanos, times.stream().flatMap(List::stream).sorted().toList());
    }

    private long buy(Buyer buyer, Random random) {
        Map<String, Integer> basket = new LinkedHashMap<>();
        while (basket.size() < LINES) {
            basket.put(skus.get(random.nextInt(skus.size())), 1 + random.nextInt(3));
        }
        long start = System.nanoTime();
        String orderId = buyer.order(basket, null);
        Order waiting = toPayment.until("order " + orderId + " to await a payment", () -> buyer.see(orderId), seen -> seen.awaitsPayment() || seen.isFinal());
        if (!waiting.isFinal()) {
            shop.controls().pay(waiting.paymentId(), 1);
        }
        Order order = toConfirmation.until("order " + orderId + " to end", () -> buyer.see(orderId), Order::isFinal);
        if (!order.status().equals("CONFIRMED")) {
            throw new IllegalStateException("order " + orderId + " ended " + order.verdict());
        }
        return System.nanoTime() - start;
    }
}
