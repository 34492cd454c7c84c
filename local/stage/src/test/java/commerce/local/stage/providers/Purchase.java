package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.PayPage;
import commerce.local.tools.client.Reply;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.Stock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One order through one provider, in a shop of its own: ordered, paid on the provider's page, given back in two parts. Whoever does it
 * tries again when something breaks, as clients, operators, providers and AWS do.
 */
final class Purchase {

    static final Money TOTAL = Money.cny(10_000);
    static final Money PART = Money.cny(3_000);
    private static final String SKU = "tea";
    private static final int PIECES = 10;
    private static final int QUANTITY = 2;
    /** Longer than any pause before a first retry, and than the lease of an idempotency key. */
    private static final long A_MOMENT = 60;
    /** Longer than what sweepers wait, the time between two sweeps, and a provider's first pauses. */
    private static final long A_WHILE = 660;
    private static final int MOMENTS = 3;
    private static final int TRIES = 10;
    private static final Set<Integer> TRY_AGAIN = Set.of(409, 500, 502, 503, 504);

    private final Shop shop;
    private final Buyer buyer;
    private final String provider;
    private final String key = UUID.randomUUID().toString();
    private String orderId;

    Purchase(URI stage, String provider) {
        this.provider = provider;
        this.shop = new Shop(new HttpApi(stage), provider + "-" + UUID.randomUUID().toString().substring(0, 8));
        this.buyer = shop.buyer("alice");
        shop.stock(SKU, "Tea", Money.cny(5_000), Map.of(), PIECES);
        quiet();
    }

    Order see() {
        return buyer.see(orderId);
    }

    Shop shop() {
        return shop;
    }

    /** Everything that can happen now has happened. */
    void quiet() {
        shop.controls().redeliver();
        shop.controls().advance(0);
    }

    private void laterThan(int before) {
        shop.controls().redeliver();
        shop.controls().advance(before < MOMENTS ? A_MOMENT : A_WHILE);
    }

    /** Places it; returns when the buyer can pay. */
    Order place() {
        orderId = insist(() -> buyer.tryToOrder(Map.of(SKU, QUANTITY), null, provider, key)).expect(202).json().path("orderId").asText();
        return until("awaits a payment", Order::awaitsPayment);
    }

    Order pay() {
        PayPage.pay(see());
        return until("is confirmed", order -> order.status().equals("CONFIRMED"));
    }

    Order refund(String refundId, Money amount, Money refundedThen) {
        insist(() -> shop.refund(orderId, refundId, amount)).expect(200, 201, 202);
        return until("shows " + refundedThen + " refunded", order -> order.refunded().equals(refundedThen));
    }

    /** The whole way. */
    Purchase play() {
        place();
        pay();
        refund("part", PART, PART);
        refund("rest", null, TOTAL);
        until("has its ledger", order -> moneyHere() == 0);
        quiet();
        return this;
    }

    private Reply insist(Supplier<Reply> request) {
        quiet();
        var reply = request.get();
        for (int tries = 0; tries < TRIES && TRY_AGAIN.contains(reply.status()); tries++) {
            laterThan(tries);
            reply = request.get();
        }
        return reply;
    }

    Order until(String what, Predicate<Order> wished) {
        quiet();
        for (int tries = 0; tries < TRIES && !wished.test(see()); tries++) {
            laterThan(tries);
        }
        var order = see();
        assertTrue(wished.test(order), () -> "never " + what + ": " + order + "\n" + shop.entriesOf(orderId));
        return order;
    }

    /** Order, payment, stock, ledger and the provider's own books say the same of an order that was paid once and given back once. */
    void assertAllAgree() {
        var order = see();
        assertEquals(List.of("PENDING", "AWAITING_PAYMENT", "CONFIRMED"), order.history());
        assertEquals(TOTAL, order.refunded(), order::toString);
        assertEquals("CAPTURED", order.paymentStatus(), () -> order.json().toPrettyString());
        assertEquals(new Stock(SKU, PIECES, PIECES - QUANTITY, 0, QUANTITY), shop.stockOf(SKU));
        assertBooksOf(order);
        assertLedger();
    }

    private void assertBooksOf(Order order) {
        JsonNode books = shop.controls().books(order.paymentId());
        assertEquals(provider, books.path("provider").asText());
        assertEquals(TOTAL, Money.of(books.path("received")), () -> "received, says " + books);
        assertEquals(TOTAL, Money.of(books.path("givenBack")), () -> "given back, says " + books);
        assertEquals(2, books.path("refunds").size(), books::toString);
    }

    private void assertLedger() {
        List<LedgerEntry> entries = shop.entriesOf(orderId);
        assertTrue(entries.stream().allMatch(LedgerEntry::balances), entries::toString);
        assertEquals(entries.size(), entries.stream().map(LedgerEntry::cause).distinct().count(), entries::toString);
        assertEquals(0, moneyHere(), () -> "at the provider: " + entries);
        assertEquals(0, sumOf("customer_payments"), () -> "customers' money: " + entries);
    }

    private long moneyHere() {
        return sumOf("provider_receivable");
    }

    private long sumOf(String account) {
        return shop.entriesOf(orderId).stream().flatMap(entry -> entry.postings().stream()).filter(line -> line.account().startsWith(account)).mapToLong(line -> line.amount().amount()).sum();
    }
}
