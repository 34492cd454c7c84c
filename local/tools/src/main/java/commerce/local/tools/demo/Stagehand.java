package commerce.local.tools.demo;

import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.Stock;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every scene needs: the shop, the clock, a voice, and a way to insist. */
final class Stagehand {
    private final HttpApi api;
    private final Shop shop;
    private final PrintStream out;

    Stagehand(HttpApi api, String tenant, PrintStream out) {
        this.api = api;
        this.shop = new Shop(api, tenant);
        this.out = out;
    }

    HttpApi api() {
        return api;
    }

    Shop shop() {
        return shop;
    }

    Controls controls() {
        return shop.controls();
    }

    void say(String line) {
        out.println("   " + line);
    }

    /** Tells the line if it is so, and fails the scene if it is not. */
    void claim(boolean isSo, String line) {
        if (!isSo) {
            throw new SceneFailed("not so: " + line);
        }
        out.println("   ✓ " + line);
    }

    /** Claims that two things are equal; the line says what they are. */
    void claimSame(Object expected, Object actual, String line) {
        if (!Objects.equals(expected, actual)) {
            throw new SceneFailed("not so: " + line + " (expected " + expected + ", found " + actual + ")");
        }
        claim(true, line);
    }

    /** A product of this scene alone, so that its counters tell this scene's story. */
    void putOnSale(String sku, String name, Money price, long pieces) {
        shop.stock(sku, name, price, Map.of(), pieces);
        say(name + " at " + price + ", " + pieces + " in stock");
    }

    String order(Buyer buyer, String who, String sku, int quantity, String coupon) {
        String orderId = buyer.order(Map.of(sku, quantity), coupon);
        Order order = buyer.see(orderId);
        say(who + " orders " + quantity + " × " + sku + (coupon == null ? "" : " with coupon " + coupon) + ": order " + orderId + ", total " + order.total());
        return orderId;
    }

    Order untilItAwaitsPayment(Buyer buyer, String orderId) {
        Order order = buyer.await(orderId, Patience.ALONE, "awaits a payment", seen -> seen.awaitsPayment() || seen.isFinal());
        claim(order.awaitsPayment(), "the order is " + order.verdict() + ", payment " + order.paymentId());
        return order;
    }

    /** Waits for the end of an order and claims which one it is. */
    Order untilItEnds(Buyer buyer, String orderId, String verdict) {
        Order order = buyer.await(orderId, Patience.ALONE, "ends", Order::isFinal);
        claimSame(verdict, order.verdict(), "the order ends " + order.verdict());
        return order;
    }

    void claimStock(String sku, long available, long reserved, long sold) {
        Stock stock = shop.stockOf(sku);
        Stock expected = new Stock(sku, available + reserved + sold, available, reserved, sold);
        claimSame(expected, stock, "stock of " + sku + ": " + stock);
    }

    /** Waits until the journal of an order has at least this many entries, prints them and claims that each balances. */
    List<LedgerEntry> ledger(String orderId, int atLeast) {
        List<LedgerEntry> entries = Patience.ALONE.until(atLeast + " ledger entries of order " + orderId,
                () -> shop.entriesOf(orderId), found -> found.size() >= atLeast);
        for (LedgerEntry entry : entries) {
            say("ledger  " + entry.cause());
            entry.postings().forEach(line -> say("        %-34s %16s".formatted(line.account(), line.amount().signed())));
        }
        claim(entries.stream().allMatch(LedgerEntry::balances), entries.isEmpty() ? "the ledger has no entry for it" : "every ledger entry adds up to zero");
        return entries;
    }

    /** Waits until nothing is running any more, so that "it changed nothing" means something. */
    void untilQuiet() {
        controls().advance(0);
    }

    /** Lets more than the payment window (two hours) pass. */
    void letTheWindowPass() {
        String now = controls().advance(2 * 3600 + 60);
        say("the clock moves by two hours and a minute: it is now " + now);
    }
}
