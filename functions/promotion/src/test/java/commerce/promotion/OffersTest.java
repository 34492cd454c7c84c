package commerce.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Money;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segment offers from the rule to the claim: what quotes promise, and what an order's checkout takes and gives back. */
class OffersTest extends PromotionFixture {

    private static final String NEW_CUSTOMER = """
            {"kind":"SEGMENT_OFFER","firstOrderWithinSeconds":259200,"amountOff":{"amount":1500,"currency":"CNY"},"reason":"NEW_CUSTOMER"}""";
    private static final String HIGH_VALUE = """
            {"kind":"SEGMENT_OFFER","spentLast30DaysFrom":{"amount":500000,"currency":"CNY"},"minimumSpend":{"amount":29900,"currency":"CNY"},
             "freeShipping":true,"gift":{"sku":"MUG","quantity":1},"reason":"HIGH_VALUE"}""";
    private static final String ONE = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":1}]}";
    private static final String FOUR = "{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":4}]}";

    private final Map<String, Long> available = new HashMap<>(Map.of("BEANS", 100L, "MUG", 5L));

    @BeforeEach
    void theInventoryAnswers() {
        aws.standIn().on("Invoke read-stock", question -> Map.of("stock", question.path("skus").valueStream().map(JsonNode::asText)
                .map(sku -> Map.of("sku", sku, "available", available.getOrDefault(sku, 0L))).toList()));
    }

    private JsonNode priced(String body) {
        var answer = quote(body);
        assertEquals(200, answer.status(), answer::toString);
        return answer.body();
    }

    private static long total(JsonNode quote) {
        return quote.path("total").path("amount").asLong();
    }

    private void paid(int order, long fen) {
        table.during(() -> {
            members.countOrder(SHOP, orderId(order), "alice", cny(fen), clock.instant(), List.of());
            return null;
        });
    }

    private Map<String, Object> claim(int order) {
        return Map.of("tenant", SHOP, "orderId", orderId(order), "customer", "alice", "coupons", List.of(Map.of("code", "new", "discount", cny(1_500), "offer", true)));
    }

    private String take(int order) {
        return Lambda.invoke(redeemCoupon, claim(order), environment()).path("status").asText();
    }

    private String giveBack(int order) {
        return Lambda.invoke(restoreCoupon, claim(order), environment()).path("status").asText();
    }

    @Test
    void aNewcomerIsOfferedItUntilAnOrderHasItAndAgainIfThatOrderComesToNothing() {
        givenRule("new", NEW_CUSTOMER);
        var quote = priced(ONE);
        assertEquals(7_300, total(quote));
        assertEquals(json("""
                [{"step":"SEGMENT","code":"new","reason":"NEW_CUSTOMER","amount":{"amount":1500,"currency":"CNY"},"ruleVersion":1,
                  "lines":[{"sku":"BEANS","amount":{"amount":1500,"currency":"CNY"}}],"once":true}]"""), quote.path("discounts"));

        assertEquals("REDEEMED", take(1));
        assertEquals("REDEEMED", take(1), "a repetition");
        assertEquals(8_800, total(priced(ONE)));
        assertEquals("RESTORED", giveBack(1));
        assertEquals(7_300, total(priced(ONE)));
        assertEquals("REDEEMED", take(2));
        paid(2, 7_300);
        assertEquals(8_800, total(priced(ONE)));
    }

    @Test
    void ofManyFirstOrdersAtOnceOneHasTheOffer() throws InterruptedException {
        var outcomes = race(IntStream.rangeClosed(1, 40).<Callable<String>>mapToObj(order -> () -> take(order)).toList());
        assertEquals(1, count(outcomes, "REDEEMED"), outcomes::toString);
        assertTrue(outcomes.stream().allMatch(outcome -> List.of("REDEEMED", "CouponLimitReached", "Busy").contains(outcome)), outcomes::toString);
        assertEquals("1", table.get(SHOP + "#FIRST_ORDER#alice", "CLAIM").get("count").n());
    }

    @Test
    void takingAndGivingBackAtOnceAlwaysEndsGivenBack() throws InterruptedException {
        for (int order = 1; order <= 10; order++) {
            var id = order;
            var outcomes = race(List.of(() -> take(id), () -> giveBack(id), () -> take(id), () -> giveBack(id)));
            assertTrue(outcomes.stream().allMatch(outcome -> List.of("REDEEMED", "RESTORED", "NOTHING", "CouponRestored", "Busy").contains(outcome)), outcomes::toString);
            giveBack(id);
        }
        assertEquals("REDEEMED", take(99), "nobody has it");
    }

    @Test
    void theOfferEndsWithItsTime() {
        givenRule("new", NEW_CUSTOMER);
        table.during(() -> {
            members.seen(SHOP, "alice", clock.instant());
            return null;
        });
        clock.advance(Duration.ofHours(72).minusMillis(1));
        assertEquals(7_300, total(priced(ONE)));
        clock.advance(Duration.ofMillis(1));
        assertEquals(8_800, total(priced(ONE)));
    }

    @Test
    void whoSpentMuchIsGivenAPieceOfTheStockAndTheOrderIsPricedTheSame() {
        givenRule("high", HIGH_VALUE);
        givenRule("shipping", "{\"kind\":\"SHIPPING\",\"fee\":{\"amount\":1000,\"currency\":\"CNY\"}}");
        paid(1, 500_000);
        var quote = priced(FOUR);
        assertEquals(35_200, total(quote));
        assertEquals(json("""
                {"sku":"MUG","name":"便携保温杯","quantity":1,"unitPrice":{"amount":0,"currency":"CNY"},"amount":{"amount":0,"currency":"CNY"},"category":"cups",
                 "gift":{"step":"SEGMENT","code":"high","reason":"HIGH_VALUE","ruleVersion":1}}"""), quote.path("lines").path(1));

        available.put("MUG", 0L);
        var order = price("{\"lines\":[{\"sku\":\"BEANS\",\"quantity\":4}],\"quoteId\":\"" + quote.path("quoteId").asText() + "\"}").path("quote");
        assertEquals(quote.path("lines"), order.path("lines"), "what was promised is promised: the reservation decides");
        assertEquals(1, priced(FOUR).path("lines").size());
        assertEquals("FREE_SHIPPING", priced(FOUR).path("fees").path(0).path("reason").asText());
    }

    @Test
    void aRefundTakesTheThirtyDaysFigureBelowTheThreshold() {
        givenRule("high", HIGH_VALUE);
        paid(1, 500_000);
        assertEquals(2, priced(FOUR).path("lines").size());
        table.during(() -> {
            members.countRefund(SHOP, orderId(1), "r", cny(1));
            return null;
        });
        assertEquals(1, priced(FOUR).path("lines").size());
    }

    @Test
    void nobodyAsksTheInventoryForAGiftThatTheShopperDoesNotEarn() {
        givenRule("high", HIGH_VALUE);
        priced(FOUR);
        assertEquals(List.of(), aws.standIn().calls("Invoke read-stock"));
    }

    @Test
    void anOfferThatMakesNoSenseIsRefusedByItsField() {
        assertProblem(400, "invalid-input", "firstOrderWithinSeconds", putRule("new", NEW_CUSTOMER.replace("\"reason\"", "\"freeShipping\":true,\"reason\"")));
        assertProblem(400, "invalid-input", "firstOrderWithinSeconds", putRule("new", NEW_CUSTOMER.replace("259200", "0")));
        assertProblem(400, "invalid-input", "spentLast30DaysFrom.currency", putRule("high", HIGH_VALUE.replaceFirst("CNY", "JPY")));
        assertProblem(400, "invalid-input", "gift.quantity", putRule("high", HIGH_VALUE.replace("\"quantity\":1", "\"quantity\":0")));
        assertProblem(400, "invalid-input", "gift.colour", putRule("high", HIGH_VALUE.replace("\"quantity\":1", "\"quantity\":1,\"colour\":\"red\"")));
        assertProblem(400, "invalid-input", "amountOff", putRule("none", "{\"kind\":\"SEGMENT_OFFER\",\"reason\":\"WHY\"}"));
    }

    @Test
    void aClaimIsToldAndARefundKeepsIt() {
        take(1);
        tell(settleCoupon, "order.refunded.v1", Map.of("orderId", orderId(1), "refundId", "r", "amount", cny(7_300), "total", cny(7_300), "late", false,
                "coupons", List.of(Map.of("code", "new", "discount", Money.of(1_500, "CNY"), "offer", true))));
        assertEquals("1", table.get(SHOP + "#FIRST_ORDER#alice", "CLAIM").get("count").n());
        assertEquals(List.of("coupon.redeemed.v1", "coupon.clawed_back.v1"), table.outbox().stream().map(event -> event.type()).toList());
    }
}
