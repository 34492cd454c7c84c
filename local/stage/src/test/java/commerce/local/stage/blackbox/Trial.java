package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.LedgerEntry;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Shop;
import commerce.local.tools.client.Stock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One order with a coupon in a shop of its own, with faults in its way, and the promise that must hold at its end whatever happened:
 * CONFIRMED with stock sold, coupon redeemed and money kept, or REJECTED / CANCELLED with stock and coupon back and money refunded.
 */
final class Trial {

    static final int PIECES = 10;
    private static final String SKU = "tea";
    private static final String COUPON = "TEN";
    private static final long WINDOW = 2 * 3600;
    /** Longer than the pause before any first retry. */
    private static final long A_MOMENT = 60;
    private static final int MOMENTS = 30;
    /** Longer than what the sweepers wait (an event must be five minutes old) and the time between two sweeps together. */
    private static final long A_WHILE = 660;

    private final HttpApi api;
    private final Shop shop;
    private final Buyer buyer;
    private String orderId;
    private boolean paid;

    Trial(URI stage) {
        api = new HttpApi(stage);
        shop = new Shop(api, "trial-" + UUID.randomUUID().toString().substring(0, 8));
        buyer = shop.buyer("alice");
        shop.stock(SKU, "Tea", Money.cny(5_000), Map.of(), PIECES);
        shop.coupon(COUPON, Json.object("amountOff", Money.cny(1_000).json(), "budget", Money.cny(100_000).json()));
    }

    /** The next invocations of the operation fail; see {@code /local/faults}. */
    Trial fault(String operation, String kind, int times) {
        return arm(Json.object("operation", operation, "kind", kind, "times", times));
    }

    /** The next calls of the operation to an AWS service fail, before or after they took effect. */
    Trial callFault(String operation, String kind, String service, String call, int times) {
        return arm(Json.object("operation", operation, "kind", kind, "service", service, "call", call, "times", times));
    }

    private Trial arm(JsonNode fault) {
        api.send("POST", "/local/faults", null, fault, Map.of()).expect(200);
        return this;
    }

    Trial mend() {
        api.send("DELETE", "/local/faults", null, null, Map.of()).expect(200);
        return this;
    }

    Trial order(int quantity) {
        orderId = buyer.order(Map.of(SKU, quantity), COUPON);
        return quiet();
    }

    /** Everything that can happen now has happened. */
    Trial quiet() {
        shop.controls().advance(0);
        return this;
    }

    Trial aWhileLater() {
        shop.controls().advance(A_WHILE);
        return this;
    }

    Trial afterTheWindow() {
        shop.controls().advance(WINDOW + 60);
        return this;
    }

    /** The buyer pays what is asked for, once; the webhook is delivered. */
    Trial pay() {
        Order order = see();
        if (!order.paymentId().isEmpty() && !paid) {
            paid = true;
            shop.controls().pay(order.paymentId(), 1);
        }
        return this;
    }

    Order see() {
        return buyer.see(orderId);
    }

    /** Lets time pass until the order has ended. The willing buyer pays as soon as it is asked to; the other lets the window pass. */
    Trial toTheEnd(boolean buyerIsWilling) {
        if (!buyerIsWilling && !see().isFinal()) {
            afterTheWindow();
        }
        for (int i = 0; i < MOMENTS && !see().isFinal(); i++) {
            if (buyerIsWilling && see().awaitsPayment()) {
                pay();
            }
            shop.controls().advance(A_MOMENT);
        }
        return mend().quiet();
    }

    /** The promise. */
    Order assertKept() {
        Order order = see();
        long quantity = order.json().path("lines").path(0).path("quantity").asLong();
        boolean confirmed = order.status().equals("CONFIRMED");
        assertTrue(order.isFinal(), () -> "it never ended: " + order);
        Stock expected = confirmed ? new Stock(SKU, PIECES, PIECES - quantity, 0, quantity) : new Stock(SKU, PIECES, PIECES, 0, 0);
        assertEquals(expected, shop.stockOf(SKU), () -> "stock after " + order);
        JsonNode coupon = shop.couponOf(COUPON);
        assertEquals(confirmed ? 1 : 0, coupon.path("redeemed").asLong(), () -> "coupon after " + order);
        assertEquals(Money.cny(confirmed ? 1_000 : 0), Money.of(coupon.path("spent")));
        assertEquals(paid && !confirmed ? order.total() : Money.cny(0), order.refunded(), () -> "money given back after " + order);
        assertTrue(paid || !confirmed, "nobody paid");
        assertBooks(order, confirmed);
        return order;
    }

    private void assertBooks(Order order, boolean confirmed) {
        List<LedgerEntry> entries = shop.entriesOf(order.orderId());
        assertTrue(entries.stream().allMatch(LedgerEntry::balances), entries::toString);
        assertEquals(entries.stream().map(LedgerEntry::cause).distinct().count(), entries.size(), entries::toString);
        long moneyHere = entries.stream().flatMap(entry -> entry.postings().stream()).filter(line -> line.account().startsWith("provider_receivable"))
                .mapToLong(line -> line.amount().amount()).sum();
        assertEquals(confirmed ? order.total().amount() : 0, moneyHere, () -> "the provider owes us, after " + order + ": " + entries);
    }
}
