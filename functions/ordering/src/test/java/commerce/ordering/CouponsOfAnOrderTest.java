package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.QUOTE;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static commerce.ordering.OrderingUnderTest.orderBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.Contracts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An order with several coupons, and an offer that is given once: asked for, shown, redeemed, and told with every end. */
class CouponsOfAnOrderTest {

    private static final String PRICED = """
            {"lines": [{"sku": "tea", "name": "Tea", "quantity": 1, "unitPrice": {"amount": 8800, "currency": "CNY"}, "amount": {"amount": 8800, "currency": "CNY"}}],
             "subtotal": {"amount": 8800, "currency": "CNY"},
             "discounts": [{"step": "SEGMENT", "code": "newcomers", "reason": "FIRST_ORDER", "amount": {"amount": 1500, "currency": "CNY"}, "ruleVersion": 1, "once": true},
                           {"step": "SEGMENT", "code": "vip", "reason": "VIP", "amount": {"amount": 100, "currency": "CNY"}, "ruleVersion": 1},
                           {"step": "COUPON", "code": "TEN", "reason": "AMOUNT_OFF", "amount": {"amount": 1000, "currency": "CNY"}},
                           {"step": "COUPON", "code": "FIVE", "reason": "PERCENT_OFF", "amount": {"amount": 310, "currency": "CNY"}}],
             "total": {"amount": 5890, "currency": "CNY"}}""";
    private static final JsonNode USED = Json.read("""
            [{"code": "newcomers", "discount": {"amount": 1500, "currency": "CNY"}, "offer": true},
             {"code": "TEN", "discount": {"amount": 1000, "currency": "CNY"}},
             {"code": "FIVE", "discount": {"amount": 310, "currency": "CNY"}}]""");

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

    private String place() {
        var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k1", """
                {"lines": [{"sku": "tea", "quantity": 1}], "couponCodes": ["ten", "FIVE"], "paymentProvider": "simulator"}"""));
        assertEquals(202, answer.status(), answer::toString);
        return answer.body().path("orderId").asText();
    }

    private Event told(String type) {
        var event = ordering.table.outbox().stream().filter(one -> one.type().equals(type)).findFirst().orElseThrow();
        assertEquals(List.of(), Contracts.faults(event));
        return event;
    }

    @Test
    void severalCouponsAreAskedForAsTheyWereNamedSoThatAProblemNamesTheirField() {
        place();
        var asked = ordering.aws.standIn().calls(QUOTE).getFirst().input();
        assertEquals(Json.read("[\"TEN\", \"FIVE\"]"), asked.path("couponCodes"));
        assertFalse(asked.has("couponCode"));
    }

    @Test
    void anOrderShowsAllItsCouponsAndNoSingleOne() {
        var orderId = place();
        var shown = ordering.get("alice", orderId).body();
        assertEquals(Json.read("[\"TEN\", \"FIVE\"]"), shown.path("couponCodes"));
        assertFalse(shown.has("couponCode"));
        assertEquals(shown.path("couponCodes"), told("order.placed.v1").data().path("couponCodes"));
    }

    @Test
    void checkoutIsToldEverythingThatIsCountedAndWhatEachTookOff() {
        assertEquals(USED, ordering.invoke(ordering.describeOrder, Map.of("tenant", TENANT, "orderId", place())).path("coupons"));
    }

    @Test
    void aConfirmedOrderTellsWhatItUsesUp() {
        ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", place(), "paymentId", "p", "provider", "simulator"));
        assertEquals(USED, told("order.confirmed.v1").data().path("coupons"));
    }

    @Test
    void aRefundTellsItsPartOfTheTotalAndWhetherTheMoneyWasEverKept() {
        var orderId = place();
        for (var late : List.of(false, true)) {
            ordering.consumed(ordering.recordRefund, OrderingUnderTest.message("refund.succeeded.v1", orderId, Map.of("orderId", orderId, "refundId", "r-" + late, "paymentId", "p", "provider", "simulator",
                    "amount", Money.of(589, "CNY"), "restock", false, "late", late)));
        }

        assertEquals(List.of(false, true), ordering.table.outbox().stream().filter(event -> event.type().equals("order.refunded.v1")).map(event -> event.data().path("late").asBoolean()).sorted().toList());
        var data = told("order.refunded.v1").data();
        assertEquals(5_890, data.at("/total/amount").asLong());
        assertEquals(USED, data.path("coupons"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "couponCode": "TEN", "couponCodes": ["FIVE"]                  | couponCodes
            "couponCodes": ["TEN", "ten"]                                 | couponCodes[1]
            "couponCodes": ["TEN", "a b"]                                 | couponCodes[1]
            "couponCodes": "TEN"                                          | couponCodes
            "couponCodes": ["A", "B", "C", "D", "E", "F"]                 | couponCodes
            """)
    void couponsThatCannotBeMeantAreRefusedByFieldAndWriteNothing(String coupons, String field) {
        var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k1", "{\"lines\": [{\"sku\": \"tea\", \"quantity\": 1}], \"paymentProvider\": \"simulator\", " + coupons + "}"));

        assertEquals(400, answer.status());
        assertEquals(field, answer.body().path("field").asText());
        assertEquals(List.of(), ordering.table.all());
    }
}
