package commerce.local.tools.race;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.Stock;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two races, each in a tenant of its own: for the last pieces of a SKU, and for the last of a coupon's budget. */
public final class Race {
    private static final String SKU = "scarce";
    private static final String COUPON = "CROWD10";

    private final HttpApi api;
    private final PrintStream out;

    public Race(HttpApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /**
     * What came out of a race.
     *
     * @param verdicts how many orders ended how, {@code CONFIRMED} or {@code REJECTED (OUT_OF_STOCK)}
     * @param stock    the SKU's counters afterwards
     * @param coupon   the coupon afterwards, or a missing node
     * @param took     from the first order to the end of the last
     */
    public record Outcome(Map<String, Long> verdicts, Stock stock, JsonNode coupon, Duration took) {
        public long count(String verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }
    }

    /** Runs both races and prints them; whether both came out exactly as they must. */
    public boolean run() {
        boolean stockIsRight = stockRaceIsRight(stockRace(300, 100));
        boolean couponIsRight = couponRaceIsRight(couponRace(200, Money.cny(100_000), Money.cny(1_000)));
        return stockIsRight & couponIsRight;
    }

    /** So many buyers of one piece each, of a SKU with so many pieces; everyone who may, pays. */
    public Outcome stockRace(int buyers, int pieces) {
        Shop shop = new Shop(api, "race-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock(SKU, "限量款 The last pieces", Money.cny(9900), Map.of(), pieces);
        out.println("%d buyers of a SKU with %d in stock, all at once, tenant %s".formatted(buyers, pieces, shop.tenant()));
        return race(shop, buyers, null);
    }

    /** So many orders with a coupon whose budget is enough for some of them; there is a piece for everyone. */
    public Outcome couponRace(int buyers, Money budget, Money off) {
        Shop shop = new Shop(api, "race-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock(SKU, "人人有份 Enough for everyone", Money.cny(9900), Map.of(), buyers);
        shop.coupon(COUPON, Json.object("amountOff", off.json(), "budget", budget.json()));
        out.println("%d orders with a coupon of %s off each and a budget of %s, all at once, tenant %s".formatted(buyers, off, budget, shop.tenant()));
        return race(shop, buyers, COUPON);
    }

    private Outcome race(Shop shop, int buyers, String coupon) {
        List<Buyer> crowd = Crowd.of(buyers, i -> shop.buyer("buyer-" + i));
        long start = System.nanoTime();
        List<Order> orders = Crowd.of(buyers, i -> buy(shop, crowd.get(i), coupon));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Long> verdicts = orders.stream().collect(Collectors.groupingBy(Order::verdict, TreeMap::new, Collectors.counting()));
        Outcome outcome = new Outcome(verdicts, shop.stockOf(SKU),
                coupon == null ? Json.MAPPER.missingNode() : shop.couponOf(coupon), took);
        print(outcome);
        return outcome;
    }

    private static Order buy(Shop shop, Buyer buyer, String coupon) {
        String orderId = buyer.order(Map.of(SKU, 1), coupon);
        Order order = buyer.await(orderId, Patience.IN_A_CROWD, "awaits a payment or ends", seen -> seen.awaitsPayment() || seen.isFinal());
        if (order.isFinal()) {
            return order;
        }
        shop.controls().pay(order.paymentId(), 1);
        return buyer.await(orderId, Patience.IN_A_CROWD, "ends", Order::isFinal);
    }

    private void print(Outcome outcome) {
        outcome.verdicts().forEach((verdict, count) -> out.println("   %4d %s".formatted(count, verdict)));
        out.println("   stock: " + outcome.stock());
        if (!outcome.coupon().isMissingNode()) {
            out.println("   coupon: redeemed " + outcome.coupon().path("redeemed") + ", spent " + Money.of(outcome.coupon().path("spent")));
        }
        out.println("   took " + outcome.took().toMillis() + " ms");
    }

    private boolean stockRaceIsRight(Outcome outcome) {
        return verdict(outcome, o -> o.count("CONFIRMED") == 100 && o.count("REJECTED (OUT_OF_STOCK)") == 200
                && o.stock().equals(new Stock(SKU, 100, 0, 0, 100)), "exactly 100 confirmed, 200 out of stock, 100 sold");
    }

    private boolean couponRaceIsRight(Outcome outcome) {
        return verdict(outcome, o -> o.count("CONFIRMED") == 100 && o.count("REJECTED (COUPON_EXHAUSTED)") == 100
                && o.coupon().path("redeemed").asLong() == 100 && Money.of(o.coupon().path("spent")).equals(Money.cny(100_000))
                && o.stock().equals(new Stock(SKU, 200, 100, 0, 100)), "redeemed exactly 100 times, budget spent to the last fen");
    }

    private boolean verdict(Outcome outcome, Function<Outcome, Boolean> isRight, String line) {
        boolean right = isRight.apply(outcome);
        out.println((right ? "   ✓ " : "   ✗ not so: ") + line);
        return right;
    }
}
