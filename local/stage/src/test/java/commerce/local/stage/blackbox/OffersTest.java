package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.local.stage.contracts.BusWitness;
import commerce.local.stage.harness.Functions;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Buyer;
import commerce.local.tools.client.Crowd;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Money;
import commerce.local.tools.client.Order;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.Shop;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shop gives to some customers, over HTTP: to new ones, to good ones, to those who come back and to those who stay away. */
@QuarkusTest
class OffersTest {

    private static final String NEW_CUSTOMER = "{'kind':'SEGMENT_OFFER','firstOrderWithinSeconds':259200,'amountOff':{'amount':1500,'currency':'CNY'},'reason':'NEW_CUSTOMER'}";
    private static final String HIGH_VALUE = "{'kind':'SEGMENT_OFFER','spentLast30DaysFrom':{'amount':500000,'currency':'CNY'},'minimumSpend':{'amount':29900,'currency':'CNY'},"
            + "'freeShipping':true,'gift':{'sku':'cup','quantity':1},'reason':'HIGH_VALUE'}";

    private static final String ORDER = "01KAHRJ6M0Q8Y3ZT5W7V9XB2CD";

    @Inject
    TestStage stage;

    @Inject
    BusWitness bus;

    private HttpApi api;
    private Shop shop;
    private Buyer alice;
    private String admin;
    private String token;

    @BeforeEach
    void aShopOfItsOwn() {
        api = new HttpApi(stage.url());
        shop = new Shop(api, "offers-" + UUID.randomUUID().toString().substring(0, 8));
        shop.stock("beans", "Beans", Money.cny(8_800), Map.of(), 1_000);
        shop.stock("cup", "Cup", Money.cny(5_000), Map.of(), 10);
        alice = shop.buyer("alice");
        admin = shop.controls().token(shop.tenant(), "merchant", "admin");
        token = shop.controls().token(shop.tenant(), "alice", "shop");
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    private void put(String path, String body) {
        api.send("PUT", path, admin, json(body), Map.of()).expect(200, 201);
    }

    private JsonNode quote(int pieces, String more) {
        return api.send("POST", "/quotes", token, json("{'lines':[{'sku':'beans','quantity':" + pieces + "}]" + more + "}"), Map.of()).expect(200).json();
    }

    private static Money total(JsonNode quote) {
        return Money.of(quote.path("total"));
    }

    /** An order at that quote's price. */
    private String orderAt(JsonNode quote, int pieces) {
        var body = json("{'lines':[{'sku':'beans','quantity':" + pieces + "}],'paymentProvider':'simulator','quoteId':'" + quote.path("quoteId").asText() + "'}");
        return api.send("POST", "/orders", token, body, Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(202).json().path("orderId").asText();
    }

    private Order decided(String orderId) {
        return alice.await(orderId, Patience.IN_A_CROWD, "awaits a payment or ends", seen -> seen.awaitsPayment() || seen.isFinal());
    }

    private Order pay(Order order) {
        shop.controls().pay(order.paymentId(), 1);
        shop.controls().advance(0);
        return alice.see(order.orderId());
    }

    private Order buy(int pieces) {
        var bought = pay(decided(alice.order(Map.of("beans", pieces), null)));
        assertEquals("CONFIRMED", bought.verdict());
        return bought;
    }

    private void refund(Order order) {
        shop.refund(order.orderId(), "all", null).expect(200, 201, 202);
        shop.controls().advance(10);
    }

    @Test
    void ofManyFirstOrdersAtOnceOneHasTheOfferAndACancelledOneGivesItBack() {
        put("/admin/pricing-rules/new", NEW_CUSTOMER);
        api.send("PUT", "/members/me", token, json("{}"), Map.of()).expect(201);
        var quote = quote(1, "");
        assertEquals(Money.cny(7_300), total(quote));

        List<Order> orders = Crowd.of(8, _ -> decided(orderAt(quote, 1)));
        assertEquals(Map.of("AWAITING_PAYMENT", 1L, "REJECTED (COUPON_LIMIT)", 7L), orders.stream().map(Order::verdict).collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        assertEquals(992 + 7, shop.stockOf("beans").available(), "what was rejected holds nothing");
        assertEquals(Money.cny(8_800), total(quote(1, "")), "while an order has it, it is not offered");

        var winner = orders.stream().filter(Order::awaitsPayment).findFirst().orElseThrow();
        assertEquals(Money.cny(7_300), winner.total());
        alice.cancel(winner.orderId()).expect(202);
        shop.controls().advance(0);
        assertEquals(Money.cny(7_300), total(quote(1, "")));

        assertEquals("CONFIRMED", pay(decided(orderAt(quote(1, ""), 1))).verdict());
        assertEquals(Money.cny(8_800), total(quote(1, "")));
        assertEquals("REJECTED (COUPON_LIMIT)", decided(orderAt(quote, 1)).verdict(), "what was quoted before is not given twice");
    }

    @Test
    void whoSpentFiveThousandIsSentALargeOrderFreeWithAGiftOfTheStockUntilARefundLowersIt() {
        put("/admin/pricing-rules/high", HIGH_VALUE);
        put("/admin/pricing-rules/post", "{'kind':'SHIPPING','fee':{'amount':1000,'currency':'CNY'}}");
        var first = buy(57);
        assertEquals(1, first.json().path("lines").size());

        var quote = quote(4, "");
        assertEquals(Money.cny(35_200), total(quote));
        var order = decided(orderAt(quote, 4));
        assertEquals(quote.path("lines"), order.json().path("lines"));
        assertEquals("HIGH_VALUE", order.json().at("/lines/1/gift/reason").asText());
        assertEquals(9, shop.stockOf("cup").available(), "the gift is reserved");
        assertEquals("CONFIRMED", pay(order).verdict());
        assertEquals(1, shop.stockOf("cup").sold());

        refund(first);
        assertEquals(1, quote(4, "").path("lines").size());
        assertEquals(Money.cny(36_200), total(quote(4, "")));
    }

    @Test
    void comingBackEarnsACouponByTheLevelBeforeAndARefundTakesItBack() {
        put("/admin/campaigns/again", "{'codes':'PERSONAL','trigger':'REPURCHASE','amountOffByLevel':{'2':{'amount':500,'currency':'CNY'},'3':{'amount':1500,'currency':'CNY'}}}");
        buy(10);
        assertEquals(List.of(), bus.heard(shop.tenant(), "coupon.issued.v1"), "a first order comes back to nothing");
        var second = buy(40);
        var issued = bus.heard(shop.tenant(), "coupon.issued.v1");
        assertEquals(1, issued.size());
        assertEquals(500, issued.getFirst().at("/data/amountOff/amount").asLong(), "of the level before, not of the one it reached");
        var code = issued.getFirst().at("/data/code").asText();
        assertEquals(Money.cny(8_300), total(quote(1, ",'couponCode':'" + code + "'")));

        refund(second);
        assertEquals("WITHDRAWN", shop.couponOf(code).path("state").asText());
        api.send("POST", "/quotes", token, json("{'lines':[{'sku':'beans','quantity':1}],'couponCode':'" + code + "'}"), Map.of()).expect(422);
        assertEquals(1, bus.heard(shop.tenant(), "coupon.withdrawn.v1").size());
    }

    @Test
    void aGoodCustomerWhoStaysAwayForAWeekFindsACouponForTwoHoursOnce() {
        put("/admin/campaigns/missed", "{'codes':'PERSONAL','trigger':'CHURN_RISK','amountOff':{'amount':2000,'currency':'CNY'},'validSeconds':7200}");
        boughtAWeekAgo(35_200);
        // Once, whatever the hour is, the schedule's comes by.
        shop.controls().advance(Duration.ofDays(1).toSeconds());

        assertEquals(1, bus.heard(shop.tenant(), "member.churn_risk.v1").size());
        var issued = bus.heard(shop.tenant(), "coupon.issued.v1");
        assertEquals(1, issued.size());
        var told = issued.getFirst();
        assertEquals("alice", told.at("/data/customer").asText());
        assertEquals(Instant.parse(told.path("time").asText()).plus(Duration.ofHours(2)), Instant.parse(told.at("/data/validUntil").asText()));
        assertEquals("missed", shop.couponOf(told.at("/data/code").asText()).path("campaign").asText());
    }

    /** An order that is a week old: told to who counts orders, since a week of the stage's clock is long. */
    private void boughtAWeekAgo(long fen) {
        var at = Instant.parse(shop.controls().now()).minus(Duration.ofDays(7));
        var order = Event.of("commerce.ordering", "order.confirmed.v1", shop.tenant(), ORDER, "", at,
                json("{'orderId':'" + ORDER + "','customer':'alice','lines':[{'sku':'beans','quantity':4}],'total':{'amount':" + fen + ",'currency':'CNY'}}"));
        var message = Map.of("Records", List.of(Map.of("messageId", "m", "body", Json.write(Map.of("detail", order)))));
        assertEquals(json("{'batchItemFailures':[]}"), Functions.invoke(stage, "project-member", message));
    }
}
