package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.QUOTE;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static commerce.ordering.OrderingUnderTest.orderBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Json;
import commerce.kernel.testing.Contracts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An order that brings a gift: a line that costs nothing, beside the same product bought. */
class GiftOfAnOrderTest {

    private static final String PRICED = """
            {"lines": [{"sku": "tea", "name": "Tea", "quantity": 2, "unitPrice": {"amount": 20000, "currency": "CNY"}, "amount": {"amount": 40000, "currency": "CNY"}},
                       {"sku": "tea", "name": "Tea", "quantity": 1, "unitPrice": {"amount": 0, "currency": "CNY"}, "amount": {"amount": 0, "currency": "CNY"},
                        "gift": {"step": "SEGMENT", "code": "high-value", "reason": "HIGH_VALUE", "ruleVersion": 3}}],
             "subtotal": {"amount": 40000, "currency": "CNY"},
             "discounts": [{"step": "LADDER", "code": "two", "reason": "FROM_2", "amount": {"amount": 100, "currency": "CNY"}, "ruleVersion": 1,
                            "lines": [{"sku": "tea", "amount": {"amount": 100, "currency": "CNY"}}]}],
             "total": {"amount": 39900, "currency": "CNY"}}""";

    private OrderingUnderTest ordering;
    private String orderId;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
        ordering.aws.standIn().on(QUOTE, input -> Map.of("quote", Json.read(PRICED)));
        var answer = ordering.answer(ordering.placeOrder, orderBy("alice", "k", "{\"lines\": [{\"sku\": \"tea\", \"quantity\": 2}], \"paymentProvider\": \"simulator\"}"));
        assertEquals(202, answer.status(), answer::toString);
        orderId = answer.body().path("orderId").asText();
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    @Test
    void theOrderShowsItAndWhy() {
        assertEquals(Json.read(PRICED).path("lines"), ordering.get("alice", orderId).body().path("lines"));
    }

    @Test
    void itsPiecesAreReservedWithThoseThatAreBought() {
        assertEquals(Json.read("[{\"sku\": \"tea\", \"quantity\": 3}]"), ordering.invoke(ordering.describeOrder, Map.of("tenant", TENANT, "orderId", orderId)).path("lines"));
    }

    @Test
    void noDiscountMakesItCheaperThanNothing() {
        ordering.invoke(ordering.confirmOrder, Map.of("tenant", TENANT, "orderId", orderId, "paymentId", "p", "provider", "simulator"));
        var confirmed = ordering.table.outbox().stream().filter(event -> event.type().equals("order.confirmed.v1")).findFirst().orElseThrow();
        assertEquals(List.of(), Contracts.faults(confirmed));
        assertEquals(List.of(39_900L, 0L), confirmed.data().path("lines").valueStream().map(line -> line.at("/net/amount").asLong()).toList());
    }
}
