package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.QUOTE;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static commerce.ordering.OrderingUnderTest.orderBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.testing.Contracts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every step of an order's price is frozen into it as it was quoted. */
class PricedOrderTest {

    private static final String PRICED = """
            {"lines": [{"sku": "tea", "name": "Tea", "quantity": 10, "unitPrice": {"amount": 115, "currency": "CNY"}, "amount": {"amount": 1150, "currency": "CNY"}}],
             "subtotal": {"amount": 1150, "currency": "CNY"},
             "repricings": [{"step": "REPRICING", "code": "low-stock", "reason": "LOW_STOCK_URGENT", "amount": {"amount": 150, "currency": "CNY"}, "sku": "tea",
                             "listPrice": {"amount": 100, "currency": "CNY"}, "limitedBy": "PRICE_CEILING", "ruleVersion": 4, "signals": {"stock": 9}}],
             "discounts": [{"step": "LADDER", "code": "ten", "reason": "FROM_10", "amount": {"amount": 100, "currency": "CNY"}, "ruleVersion": 2,
                            "lines": [{"sku": "tea", "amount": {"amount": 100, "currency": "CNY"}}]},
                           {"step": "COUPON", "code": "C", "reason": "AMOUNT_OFF", "amount": {"amount": 40, "currency": "CNY"}, "withheld": {"amount": 10, "currency": "CNY"},
                            "lines": [{"sku": "tea", "amount": {"amount": 40, "currency": "CNY"}}]}],
             "fees": [{"step": "SHIPPING", "code": "flat", "reason": "FLAT_RATE", "amount": {"amount": 800, "currency": "CNY"}, "ruleVersion": 1}],
             "total": {"amount": 1810, "currency": "CNY"}, "rulesVersion": 7, "watchesStock": true, "rewarded": true, "memberLevel": 4, "quoteId": "q1.a.b", "expiresAt": "2026-11-21T02:15:00Z"}""";
    private static final String TEN_TEA = """
            {"lines": [{"sku": "tea", "quantity": 10}], "couponCode": "C", "paymentProvider": "simulator"%s}""";

    private OrderingUnderTest ordering;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
        ordering.aws.standIn().on(QUOTE, input -> Map.of("quote", Json.read(PRICED)));
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private String place(String more) {
        var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k" + more.hashCode(), TEN_TEA.formatted(more)));
        assertEquals(202, answer.status(), answer::toString);
        return answer.body().path("orderId").asText();
    }

    @Test
    void anOrderShowsEveryStepOfItsPriceAndTheVersionOfTheRules() {
        var shown = (ObjectNode) ordering.get("alice", place("")).body();
        var priced = (ObjectNode) Json.read(PRICED);
        priced.remove("quoteId");
        priced.remove("expiresAt");
        priced.remove("watchesStock");
        priced.remove("rewarded");
        priced.remove("memberLevel");
        priced.fieldNames().forEachRemaining(name -> assertEquals(priced.get(name), shown.get(name), name));
        assertFalse(shown.has("quoteId"), "it has served");
    }

    @Test
    void onlyTheCouponsOwnDiscountIsRedeemed() {
        var description = ordering.invoke(ordering.describeOrder, Map.of("tenant", TENANT, "orderId", place("")));
        assertEquals(Json.read("[{\"code\": \"C\", \"discount\": {\"amount\": 40, \"currency\": \"CNY\"}}]"), description.path("coupons"));
        assertEquals(1_810, description.path("total").path("amount").asLong());
    }

    @Test
    void checkoutIsToldThatPricesWatchTheStockOfTheseLines() {
        assertTrue(ordering.invoke(ordering.describeOrder, Map.of("tenant", TENANT, "orderId", place(""))).path("watched").asBoolean());
    }

    @Test
    void theConfirmationOfAnOrderSaysWhatTheQuoteKnewThatComingBackIsRewardedAndTheMembersLevel() {
        ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", place(""), "paymentId", "p", "provider", "simulator"));
        var confirmed = ordering.table.outbox().stream().filter(event -> event.type().equals("order.confirmed.v1")).findFirst().orElseThrow();
        assertEquals(List.of(), Contracts.faults(confirmed));
        assertTrue(confirmed.data().path("rewarded").asBoolean());
        assertEquals(4, confirmed.data().path("memberLevel").asInt());
    }

    @Test
    void theQuoteAnOrderCarriesIsHandedToWhoMadeIt() {
        place(", \"quoteId\": \"q1.a.b\"");
        assertEquals("q1.a.b", ordering.aws.standIn().calls(QUOTE).getFirst().input().path("quoteId").asText());
    }

    @Test
    void aDriftIsAnsweredWithAQuoteThatCanBeOrderedBy() {
        var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k", TEN_TEA.formatted(", \"expectedTotal\": {\"amount\": 1, \"currency\": \"CNY\"}")));
        assertEquals("urn:commerce:problem:price-changed", answer.body().path("type").asText());
        assertEquals(Json.read(PRICED), answer.body().path("quote"));
    }

    @Test
    void aQuoteIdThatCanBeNoneIsRefusedByItsField() {
        for (var wrong : new String[] {"\"\"", "\"a b\"", "7", "\"" + "x".repeat(16_385) + "\""}) {
            var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k", TEN_TEA.formatted(", \"quoteId\": " + wrong)));
            assertEquals(400, answer.status());
            assertEquals("quoteId", answer.body().path("field").asText());
        }
    }
}
