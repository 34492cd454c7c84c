package commerce.local.stage.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Shop;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/** An order of one customer whose payment may go wrong, and what happens to it while time passes. */
final class RefusedOrder {

    /** Longer than a sweeper's patience, the time between two sweeps and the pause before a retry. */
    private static final long A_WHILE = 660;
    private static final long WINDOW = 2 * 3600;
    private static final int TRIES = 12;

    private final RecoveryShop owner;
    private final Shop shop;
    private final Buyer buyer;
    private final String orderId;

    RefusedOrder(RecoveryShop owner, String customer, String provider) {
        this.owner = owner;
        this.shop = owner.shop();
        this.buyer = shop.buyer(customer);
        this.orderId = buyer.orderAt(provider, Map.of(RecoveryShop.SKU, 1));
        later(0);
        assertTrue(see().awaitsPayment(), () -> "it cannot be paid: " + see());
    }

    Order see() {
        return buyer.see(orderId);
    }

    /** The id of the newest attempt. */
    String paymentId() {
        return see().paymentId();
    }

    RefusedOrder later(long seconds) {
        shop.controls().redeliver();
        shop.controls().advance(seconds);
        return this;
    }

    /** The buyer's bank refuses, and the provider says so. */
    RefusedOrder refused() {
        shop.controls().refuse(paymentId());
        return later(0);
    }

    /** The buyer pays what was asked for in that attempt, whatever its provider thinks of it; told so many times. */
    RefusedOrder paid(String paymentId, int deliveries) {
        shop.controls().pay(paymentId, deliveries);
        return later(0);
    }

    RefusedOrder triedAgainAt(String provider) {
        assertEquals("OPEN", buyer.tryToPayAnew(orderId, provider).expect(201).json().path("status").asText());
        return later(0);
    }

    RefusedOrder afterTheWindow() {
        return later(WINDOW + 60);
    }

    /** Sweepers sweep and retries are made until it is so. */
    Order until(String what, Predicate<Order> wished) {
        for (int tries = 0; tries < TRIES && !wished.test(see()); tries++) {
            later(A_WHILE);
        }
        assertTrue(wished.test(see()), () -> "never " + what + ": " + see());
        return see();
    }

    /** How far its refunds have come, as the operator sees it. */
    JsonNode refunds() {
        return owner.admin("/admin/orders/" + orderId).path("refunds");
    }

    /** Asks for all of its money to go back. */
    RefusedOrder givenBack() {
        shop.refund(orderId, "all", null).expect(202);
        return later(0);
    }

    // ---- the recovery's execution, as the stage shows it

    /** What came of the recovery of that attempt. */
    String recovery(int attempt) {
        var execution = execution(attempt);
        assertEquals("SUCCEEDED", execution.path("status").asText(), execution::toPrettyString);
        return execution.path("output").path("status").asText();
    }

    /** When the recovery entered that state for the n-th time, counted from 1. */
    Instant enteredAt(int attempt, String state, int nth) {
        var entries = execution(attempt).path("history").valueStream().filter(event -> event.path("stateEnteredEventDetails").path("name").asText().equals(state)).toList();
        assertTrue(entries.size() >= nth, () -> state + " was entered " + entries.size() + " times");
        return Instant.ofEpochMilli(entries.get(nth - 1).path("timestamp").decimalValue().movePointRight(3).longValue());
    }

    Instant failedAt(int attempt) {
        return Instant.parse(execution(attempt).path("input").path("failedAt").asText());
    }

    /** The code of the coupon that was offered. */
    String offeredCode(int attempt) {
        return execution(attempt).path("history").valueStream().map(event -> event.path("stateEnteredEventDetails")).filter(entered -> entered.path("name").asText().equals("Offer recovery"))
                .map(entered -> owner.json(entered.path("input").asText()).path("couponCode").asText()).findFirst().orElseThrow();
    }

    private JsonNode execution(int attempt) {
        return owner.admin("/local/executions/" + orderId + "-" + attempt);
    }
}
