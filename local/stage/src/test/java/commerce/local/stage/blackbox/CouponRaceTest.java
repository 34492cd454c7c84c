package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Json;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many orders at once with one coupon, over HTTP: its limits hold to the unit, and what failed is there again. */
@QuarkusTest
class CouponRaceTest {

    private static final String COUPON = "CROWD";
    private static final int PIECES_OF_RARE = 20;

    @Inject
    TestStage stage;

    private HttpApi api;
    private Shop shop;

    @BeforeEach
    void aShopOfItsOwn() {
        api = new HttpApi(stage.url());
        shop = new Shop(api, "race-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock("tea", "Tea", Money.cny(9_990), Map.of(), 10_000);
        shop.stock("rare", "The last pieces", Money.cny(9_990), Map.of(), PIECES_OF_RARE);
    }

    @AfterEach
    void mend() {
        stage.stage().faults().disarmAll();
    }

    @Test
    void ofFiftyOrdersOfOneCustomerAtOnceExactlyOneHasTheCouponThatEachCustomerHasOnce() {
        shop.coupon(COUPON, Json.object("percentOff", 1_000, "maxPerCustomer", 1));
        Buyer alice = shop.buyer("alice");

        List<Order> orders = Crowd.of(50, i -> decided(alice, alice.order(Map.of("tea", 1), COUPON)));

        assertEquals(Map.of("AWAITING_PAYMENT", 1L, "REJECTED (COUPON_LIMIT)", 49L), verdicts(orders));
        assertEquals(1, shop.couponOf(COUPON).path("redeemed").asLong());
        assertEquals(Money.cny(999), Money.of(shop.couponOf(COUPON).path("spent")));

        Order winner = orders.stream().filter(Order::awaitsPayment).findFirst().orElseThrow();
        alice.cancel(winner.orderId()).expect(202);
        shop.controls().advance(0);
        assertEquals(0, shop.couponOf(COUPON).path("redeemed").asLong());
        pay(alice, decided(alice, alice.order(Map.of("tea", 1), COUPON)));
        assertEquals("REJECTED (COUPON_LIMIT)", decided(alice, alice.order(Map.of("tea", 1), COUPON)).verdict(), "given back once, there is one again and not two");
    }

    /**
     * Two hundred customers with one to five pieces, so that discounts differ; every fourth wants what there is too little of. Of those who get
     * the coupon some pay, some are refused by their bank and some think better of it, while others still come; answers of the redemption are lost.
     */
    @Test
    void aBudgetIsNotPassedByOneFenByTwoHundredOrdersThatFailInEveryWayAndIsWholeAgainWhenAllIsGivenBack() {
        Money budget = Money.cny(200_003);
        shop.coupon(COUPON, Json.object("percentOff", 1_111, "budget", budget.json(), "restoredByRefund", true));
        List<Buyer> crowd = Crowd.of(200, i -> shop.buyer("buyer-" + i));
        api.send("POST", "/local/faults", null, Json.object("operation", "redeem-coupon", "kind", "CALL_AFTER", "service", "DynamoDB", "call", "TransactWriteItems", "times", 10), Map.of()).expect(200);

        List<Order> orders = Crowd.of(200, i -> {
            Order order = act(crowd.get(i), i, decided(crowd.get(i), crowd.get(i).order(Map.of(i % 4 == 3 ? "rare" : "tea", 1 + i % 5), COUPON)));
            assertTrue(spent().amount() <= budget.amount(), () -> "spent more than " + budget + ": " + spent());
            return order;
        });
        shop.controls().advance(0);

        Map<String, Long> verdicts = verdicts(orders);
        for (String expected : List.of("CONFIRMED", "CANCELLED (BY_CUSTOMER)", "AWAITING_PAYMENT", "REJECTED (OUT_OF_STOCK)", "REJECTED (COUPON_EXHAUSTED)")) {
            assertTrue(verdicts.containsKey(expected), () -> expected + " did not happen: " + verdicts);
        }
        assertHeldBy(orders.stream().filter(order -> order.status().equals("CONFIRMED") || order.awaitsPayment()).toList());

        shop.controls().advance(2 * 3600 + 60);
        List<Order> confirmed = orders.stream().filter(order -> order.status().equals("CONFIRMED")).toList();
        assertHeldBy(confirmed);

        confirmed.forEach(order -> shop.refund(order.orderId(), "all", null).expect(200, 201, 202));
        shop.controls().advance(60);
        assertHeldBy(List.of());
    }

    /** What the buyer makes of an order that can be paid. */
    private Order act(Buyer buyer, int number, Order order) {
        if (!order.awaitsPayment()) {
            return order;
        }
        return switch (number % 3) {
            case 0 -> pay(buyer, order);
            case 1 -> {
                shop.controls().refuse(order.paymentId());
                yield buyer.see(order.orderId());
            }
            default -> {
                buyer.cancel(order.orderId()).expect(202);
                yield buyer.await(order.orderId(), Patience.IN_A_CROWD, "is cancelled", Order::isFinal);
            }
        };
    }

    private Order pay(Buyer buyer, Order order) {
        shop.controls().pay(order.paymentId(), 1);
        return buyer.await(order.orderId(), Patience.IN_A_CROWD, "is confirmed", Order::isFinal);
    }

    private static Order decided(Buyer buyer, String orderId) {
        return buyer.await(orderId, Patience.IN_A_CROWD, "awaits a payment or ends", seen -> seen.awaitsPayment() || seen.isFinal());
    }

    private static Map<String, Long> verdicts(List<Order> orders) {
        return orders.stream().map(Order::verdict).collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private Money spent() {
        return Money.of(shop.couponOf(COUPON).path("spent"));
    }

    /** The coupon counts these orders' discounts, and nothing else. */
    private void assertHeldBy(List<Order> orders) {
        assertEquals(orders.size(), shop.couponOf(COUPON).path("redeemed").asLong());
        assertEquals(Money.cny(orders.stream().mapToLong(order -> order.json().path("discounts").path(0).path("amount").path("amount").asLong()).sum()), spent());
    }
}
