package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.local.stage.contracts.BusWitness;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.Controls;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Reply;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop's prices over HTTP: the golden examples, and that an order costs what its quote said, to the unit. */
@QuarkusTest
class PricingTest {

    private static final String LOW_STOCK = "{'kind':'REPRICING','priority':1,'stockBelow':10,'change':1500,'reason':'LOW_STOCK_URGENT'}";
    private static final String VIP = "{'kind':'REPRICING','priority':2,'memberLevelFrom':4,'change':-1500,'reason':'VIP_EXCLUSIVE'}";
    private static final String BEANS = "{'lines':[{'sku':'beans','quantity':%d}]%s}";

    @Inject
    TestStage stage;

    @Inject
    BusWitness bus;

    private final String tenant = "prices-" + UUID.randomUUID().toString().substring(0, 8);
    private HttpApi api;
    private Controls controls;
    private String admin;
    private String alice;

    @BeforeEach
    void aShopWithBeansAndCups() {
        api = new HttpApi(stage.url());
        controls = new Controls(api);
        admin = controls.token(tenant, "merchant", "admin");
        alice = controls.token(tenant, "alice", "shop");
        product("beans", 8_800, 1_000);
        product("cup", 10_000, 1_000);
    }

    private void product(String sku, long price, int pieces) {
        send("PUT", "/admin/products/" + sku, admin, "{'name':'" + sku + "','price':{'amount':" + price + ",'currency':'CNY'}}").expect(201);
        receive(sku, pieces, "opening");
    }

    private void receive(String sku, int pieces, String receiptId) {
        api.send("POST", "/admin/products/" + sku + "/receipts", admin, json("{'receiptId':'" + receiptId + "','quantity':" + pieces + "}"), Map.of("Idempotency-Key", sku + receiptId)).expect(201);
    }

    private void leaveOfBeans(int pieces) {
        var now = send("GET", "/admin/products/beans/stock", admin, null).expect(200).json().path("available").asInt();
        api.send("POST", "/admin/products/beans/adjustments", admin, json("{'adjustmentId':'to-" + pieces + "','quantity':" + (pieces - now) + ",'reason':'count'}"),
                Map.of("Idempotency-Key", "to-" + pieces)).expect(201);
    }

    private Reply send(String method, String path, String token, String body) {
        return api.send(method, path, token, body == null ? null : json(body), Map.of());
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'));
    }

    private void rule(String id, String body) {
        send("PUT", "/admin/pricing-rules/" + id, admin, body).expect(200, 201);
    }

    private JsonNode quote(String body) {
        return send("POST", "/quotes", alice, body).expect(200).json();
    }

    private JsonNode order(String body) {
        var placed = api.send("POST", "/orders", alice, json(body.replaceFirst("}$", ",'paymentProvider':'simulator'}")), Map.of("Idempotency-Key", UUID.randomUUID().toString())).expect(202).json();
        controls.advance(0);
        return send("GET", "/orders/" + placed.path("orderId").asText(), alice, null).expect(200).json();
    }

    /** The order once it is paid and everybody has heard of it. */
    private JsonNode bought(String body) {
        var order = order(body);
        controls.pay(order.path("payment").path("paymentId").asText(), 1);
        controls.advance(0);
        var paid = send("GET", "/orders/" + order.path("orderId").asText(), alice, null).expect(200).json();
        assertEquals("CONFIRMED", paid.path("status").asText(), paid::toString);
        return paid;
    }

    private static long total(JsonNode priced) {
        return priced.path("total").path("amount").asLong();
    }

    private static String reason(JsonNode priced) {
        return priced.path("repricings").path(0).path("reason").asText();
    }

    private JsonNode member() {
        return send("GET", "/members/me", alice, null).expect(200).json();
    }

    @Test
    void ninePiecesLeftMake8800Into10120ForQuoteAndOrderAndTheOrderKeepsTheRulesVersion() {
        rule("low", LOW_STOCK);
        leaveOfBeans(9);
        var quote = quote(BEANS.formatted(1, ""));
        assertEquals(10_120, total(quote));
        assertEquals("LOW_STOCK_URGENT", reason(quote));
        assertEquals(9, quote.at("/repricings/0/signals/stock").asLong());

        var order = order(BEANS.formatted(1, ""));
        assertEquals(quote.path("total"), order.path("total"));
        assertEquals(quote.path("repricings"), order.path("repricings"), "what the rule saw is kept too");
        assertEquals(1, order.path("rulesVersion").asLong());

        rule("low", LOW_STOCK.replace("1500", "2000"));
        assertEquals(1_500, send("GET", "/admin/pricing-rules/low?version=" + order.at("/repricings/0/ruleVersion").asText(), admin, null).expect(200).json().path("change").asInt());
    }

    @Test
    void aLevelFourMemberPays7480ForWhatOthersPay8800AndARefundTakesTheLevelAway() {
        rule("low", LOW_STOCK);
        rule("vip", VIP);
        assertEquals(8_800, total(quote(BEANS.formatted(1, ""))));

        var order = bought(BEANS.formatted(152, ""));
        // 6 x 1337600 / 1000 = 8025, and 5 for one active day
        assertEquals(8_030, member().path("loyaltyScore").asLong());
        assertEquals(4, member().path("memberLevel").asInt());
        assertEquals(member(), send("GET", "/admin/members/alice", admin, null).expect(200).json());
        var quote = quote(BEANS.formatted(1, ""));
        assertEquals(7_480, total(quote));
        assertEquals("VIP_EXCLUSIVE", reason(quote));

        api.send("POST", "/admin/orders/" + order.path("orderId").asText() + "/refunds", admin, json("{'refundId':'r','amount':{'amount':10000,'currency':'CNY'}}"), Map.of("Idempotency-Key", "r")).expect(201, 202);
        controls.advance(10);
        assertEquals(3, member().path("memberLevel").asInt());
        assertEquals(8_800, total(quote(BEANS.formatted(1, ""))));
        assertEquals(7_480, total(order(BEANS.formatted(1, ",'quoteId':'" + quote.path("quoteId").asText() + "'"))), "a price that was shown is kept");
    }

    @Test
    void ladderAndBundleComeBeforeTheCouponAndTheOrderCostsTheSame() {
        rule("ten", "{'kind':'QUANTITY_LADDER','tiers':[{'from':10,'percentOff':500}]}");
        rule("set", "{'kind':'BUNDLE','items':[{'sku':'beans','quantity':1},{'sku':'cup','quantity':1}],'price':{'amount':15000,'currency':'CNY'}}");
        rule("post", "{'kind':'SHIPPING','fee':{'amount':900,'currency':'CNY'}}");
        send("PUT", "/admin/coupons/TEN", admin, "{'percentOff':1000}").expect(201);
        var basket = "{'lines':[{'sku':'cup','quantity':1},{'sku':'beans','quantity':11}],'couponCode':'TEN'}";
        var quote = quote(basket);
        // the set saves 3800; ten pieces of beans climb to 5 %: 4400; 106800 - 8200 = 98600, less a tenth; and the post
        assertEquals(List.of("BUNDLE", "LADDER", "COUPON"), quote.path("discounts").findValuesAsText("step"));
        assertEquals(List.of("3800", "4400", "9860"), quote.path("discounts").valueStream().map(discount -> discount.at("/amount/amount").asText()).toList());
        assertEquals(89_640, total(quote));

        var order = order(basket);
        for (var part : List.of("lines", "subtotal", "discounts", "fees", "total")) {
            assertEquals(quote.path(part), order.path(part), part);
        }
    }

    @Test
    void whatSoldInTheLastHourMovesAWeightedPriceAndIsForgottenAnHourLater() {
        rule("weighted", "{'kind':'DYNAMIC_PRICE','scene':'time_limited','stockTarget':1000,'salesTarget':10}");
        bought(BEANS.formatted(20, ""));
        // stock 980 of 1000: 0.35 x 0.02; 20 sold of 10: 0.40 x 1; level 2: -0.25 x 1/4; of a band of 15 %
        var quote = quote(BEANS.formatted(1, ""));
        assertEquals(json("{'stock':980,'salesOfLastHour':20,'memberLevel':" + member().path("memberLevel").asInt() + "}"), quote.at("/repricings/0/signals"));
        assertTrue(total(quote) > 8_800, quote::toString);
        controls.advance(3_600);
        var later = quote(BEANS.formatted(1, ""));
        assertEquals(0, later.at("/repricings/0/signals/salesOfLastHour").asLong());
        assertTrue(total(later) < 8_800, later::toString);
    }

    @Test
    void aBadRuleLeavesTheOldOneInForceAndSaysWhy() {
        rule("half", "{'kind':'SEGMENT_OFFER','percentOff':5000,'reason':'HALF'}");
        var refused = send("PUT", "/admin/pricing-rules/half", admin, "{'kind':'SEGMENT_OFFER','percentOff':10001,'reason':'HALF'}").expect(400).json();
        assertEquals("percentOff", refused.path("field").asText());
        var quote = quote(BEANS.formatted(1, ""));
        assertEquals(4_400, total(quote));
        assertEquals(1, quote.path("rulesVersion").asLong());
    }

    @Test
    void anOrderWhosePriceChangedIsAnsweredWithAQuoteItCanCarryEvenInAShopThatNeverMadeOne() {
        var body = BEANS.formatted(1, ",'paymentProvider':'simulator','expectedTotal':{'amount':1,'currency':'CNY'}");
        var refused = api.send("POST", "/orders", alice, json(body), Map.of("Idempotency-Key", "k")).expect(422).json();
        assertEquals("urn:commerce:problem:price-changed", refused.path("type").asText());
        assertEquals(8_800, total(order(BEANS.formatted(1, ",'quoteId':'" + refused.at("/quote/quoteId").asText() + "'"))));
    }

    @Test
    void stockThatCrossesTheMarkIsToldAndOrdersOfAShopWithoutSuchRulesWakeNobody() {
        controls.advance(0);
        rule("low", LOW_STOCK);
        leaveOfBeans(10);
        controls.advance(0);
        assertEquals(List.of(), told());
        var order = order(BEANS.formatted(1, ""));
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low"), told());
        send("POST", "/orders/" + order.path("orderId").asText() + "/cancellation", alice, null).expect(202);
        controls.advance(0);
        assertEquals(List.of("8800 10120 LOW_STOCK_URGENT low", "10120 8800 LIST_PRICE "), told());

        rule("low", LOW_STOCK.replace("'priority'", "'enabled':false,'priority'"));
        controls.advance(0);
        order(BEANS.formatted(1, ""));
        assertEquals(2, told().size());
        assertEquals(List.of(true, false), bus.heard(tenant, "stock.reserved.v1").stream().map(event -> event.path("data").has("watched")).toList());
    }

    private List<String> told() {
        return bus.heard(tenant, "price.updated.v1").stream().map(event -> event.path("data"))
                .map(data -> data.at("/oldPrice/amount").asText() + " " + data.at("/newPrice/amount").asText() + " " + data.path("reason").asText() + " " + data.path("ruleId").asText()).toList();
    }
}
