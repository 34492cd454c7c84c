package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.DESCRIBE;
import static commerce.ordering.OrderingUnderTest.LEDGER;
import static commerce.ordering.OrderingUnderTest.REFUNDS;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Json;
import commerce.kernel.testing.AwsStandIn;
import commerce.kernel.testing.HttpEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadOrdersTest {

    private OrderingUnderTest ordering;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private static HttpEvents list() {
        return HttpEvents.request("GET /orders").by(TENANT, "alice");
    }

    private static HttpEvents search() {
        return HttpEvents.request("GET /admin/orders").by(TENANT, "operator");
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").valueStream().map(item -> item.path("orderId").asText()).toList();
    }

    /** Places so many orders, a minute apart; oldest first. */
    private List<String> placed(String customer, int count) {
        return IntStream.range(0, count).mapToObj(i -> {
            ordering.clock.advance(Duration.ofMinutes(1));
            return ordering.placed(customer, customer + ordering.clock.instant());
        }).toList();
    }

    /** Every page of a list; each must hold at most the limit. */
    private List<String> allPages(java.util.function.Supplier<HttpEvents> request, com.amazonaws.services.lambda.runtime.RequestStreamHandler operation, int limit) {
        var found = new ArrayList<String>();
        var cursor = "";
        do {
            var page = ordering.answer(operation, (cursor.isEmpty() ? request.get() : request.get().query("cursor", cursor)).query("limit", "" + limit));
            assertEquals(200, page.status(), page.body().toString());
            assertTrue(ids(page.body()).size() <= limit);
            found.addAll(ids(page.body()));
            assertTrue(found.size() <= 100, "the list goes in circles: " + found);
            cursor = page.body().path("nextCursor").asText("");
        } while (!cursor.isEmpty());
        return found;
    }

    @Test
    void anOrderIsShownToItsCustomerWithEveryFieldOfTheContract() {
        var orderId = ordering.placed("alice", "k1");

        var answer = ordering.get("alice", orderId);

        assertEquals(200, answer.status());
        assertEquals(Json.read("""
                {"orderId": "%s", "status": "PENDING",
                 "lines": [{"sku": "tea", "name": "Tea", "quantity": 1, "unitPrice": {"amount": 8800, "currency": "CNY"}, "amount": {"amount": 8800, "currency": "CNY"}}],
                 "subtotal": {"amount": 8800, "currency": "CNY"}, "discounts": [], "total": {"amount": 8800, "currency": "CNY"},
                 "refunded": {"amount": 0, "currency": "CNY"}, "history": [{"status": "PENDING", "at": "2026-11-21T02:00:00Z"}]}""".formatted(orderId)), answer.body());
    }

    @Test
    void aPaymentIsShownWithWhatTheBuyerHasToDo() {
        var orderId = ordering.placed("alice", "k1");
        ordering.consumed(ordering.recordPayment, OrderingUnderTest.paymentNews("payment.requested.v1", orderId, 1));

        var view = ordering.get("alice", orderId).body();

        assertEquals("AWAITING_PAYMENT", view.path("status").asText());
        assertEquals(Json.read("""
                {"paymentId": "demo-shop_%s_1", "provider": "simulator", "status": "OPEN", "action": {"type": "REDIRECT", "url": "https://pay.example/1"}}""".formatted(orderId)), view.path("payment"));
    }

    @Test
    void anotherCustomersOrAnotherTenantsOrderDoesNotExist() {
        var orderId = ordering.placed("alice", "k1");

        for (var answer : List.of(
                ordering.get("bob", orderId),
                ordering.answer(ordering.getOrder, HttpEvents.request("GET /orders/{orderId}").by("other-shop", "alice").path("orderId", orderId)),
                ordering.get("alice", "01K9Z8Q4J0W3N5R7T9V1X3Z5B8"))) {
            assertEquals(404, answer.status());
            assertEquals("urn:commerce:problem:order-not-found", answer.body().path("type").asText());
        }
        assertEquals(404, ordering.get("alice", "nonsense").status());
        assertEquals(403, ordering.answer(ordering.getOrder, HttpEvents.request("GET /orders/{orderId}").claim("sub", "alice").path("orderId", orderId)).status());
    }

    @Test
    void aListHoldsTheCallersOwnOrdersNewestFirst() {
        var mine = placed("alice", 3);
        placed("bob", 2);

        var page = ordering.answer(ordering.listOrders, list()).body();

        assertEquals(mine.reversed(), ids(page));
        assertFalse(page.has("nextCursor"));
        assertEquals(Set.of("orderId", "status", "customer", "total", "refunded", "placedAt"), page.at("/items/0").propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet()));
        assertEquals(List.of(), ids(ordering.answer(ordering.listOrders, HttpEvents.request("GET /orders").by("other-shop", "alice")).body()));
    }

    @Test
    void aListIsPagedWithoutGapsOrRepetitionsWhateverTheLimit() {
        var mine = placed("alice", 7);

        for (int limit = 1; limit <= 8; limit++) {
            assertEquals(mine.reversed(), allPages(ReadOrdersTest::list, ordering.listOrders, limit), "limit " + limit);
        }
    }

    @Test
    void ordersPlacedInTheSameMillisecondAreAllListed() {
        var mine = IntStream.range(0, 5).mapToObj(i -> ordering.placed("alice", "k" + i)).collect(Collectors.toSet());

        assertEquals(mine, Set.copyOf(allPages(ReadOrdersTest::list, ordering.listOrders, 2)));
        assertEquals(5, allPages(ReadOrdersTest::list, ordering.listOrders, 2).size());
    }

    @Test
    void aSearchFindsTheShopsOrdersByStatusCustomerAndTime() {
        var alices = placed("alice", 2);
        var bobs = placed("bob", 2);
        ordering.invoke(ordering.rejectOrder, Map.of("tenant", TENANT, "orderId", alices.get(1), "reason", "OUT_OF_STOCK"));
        ordering.invoke(ordering.rejectOrder, Map.of("tenant", TENANT, "orderId", bobs.get(0), "reason", "COUPON_LIMIT"));

        assertEquals(List.of(bobs.get(1), bobs.get(0), alices.get(1), alices.get(0)), allPages(ReadOrdersTest::search, ordering.searchOrders, 3));
        assertEquals(List.of(bobs.get(0), alices.get(1)), allPages(() -> search().query("status", "REJECTED"), ordering.searchOrders, 1));
        assertEquals(List.of(alices.get(1)), allPages(() -> search().query("status", "REJECTED").query("customer", "alice"), ordering.searchOrders, 1));
        assertEquals(alices.reversed(), allPages(() -> search().query("customer", "alice"), ordering.searchOrders, 1));
        assertEquals(List.of(bobs.get(1), bobs.get(0)), allPages(() -> search().query("from", "2026-11-21T02:02:30Z"), ordering.searchOrders, 1));
        assertEquals(4, allPages(() -> search().query("from", "2026-11-21"), ordering.searchOrders, 1).size());
        assertEquals(List.of(), allPages(() -> search().query("from", "2026-11-22"), ordering.searchOrders, 1));
        assertEquals(List.of(), ids(ordering.answer(ordering.searchOrders, HttpEvents.request("GET /admin/orders").by("other-shop", "operator")).body()));
    }

    @Test
    void aPageIsFilledAlthoughTheFilterDropsMost() {
        var ids = placed("alice", 300);
        var rare = List.of(ids.get(2), ids.get(40), ids.get(299));
        rare.forEach(orderId -> ordering.invoke(ordering.cancelOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "BY_CUSTOMER")));

        var page = ordering.answer(ordering.searchOrders, search().query("status", "CANCELLED").query("limit", "3")).body();

        assertEquals(rare.reversed(), ids(page));
        assertFalse(page.has("nextCursor"));
    }

    @Test
    void aCursorMayBeUsedWithALaterFromAndThenHoldsNothing() {
        placed("alice", 3);
        var cursor = ordering.answer(ordering.searchOrders, search().query("limit", "1")).body().path("nextCursor").asText();

        var page = ordering.answer(ordering.searchOrders, search().query("cursor", cursor).query("from", "2027-01-01"));

        assertEquals(200, page.status());
        assertEquals(List.of(), ids(page.body()));
    }

    @ParameterizedTest
    @CsvSource({"limit,0", "limit,101", "limit,x", "cursor,x", "cursor,djE6eA", "status,OPEN", "status,pending", "from,yesterday", "from,2026-13-01", "from,2026-11-21T25:00:00Z", "customer,a#b"})
    void wrongParametersAreRefusedByName(String name, String value) {
        var answer = ordering.answer(ordering.searchOrders, search().query(name, value));

        assertEquals(400, answer.status());
        assertEquals(name, answer.body().path("field").asText());
    }

    @Test
    void whatAListShowsIsInTheIndexesProjection() {
        ordering.placed("alice", "k1");
        var item = ordering.table.all().stream().filter(candidate -> candidate.get("type").s().equals("order")).findFirst().orElseThrow();
        var projected = item.entrySet().stream()
                .filter(attribute -> Set.of("pk", "sk", "orderId", "status", "total", "reason", "placedAt", "customer", "refunded", "tenantKey", "placedKey").contains(attribute.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

        assertEquals(OrderItems.summary(item), OrderItems.summary(projected));
    }

    @Test
    void anInspectionShowsTheOrderWithItsExecutionItsRefundsAndItsLedger() {
        var orderId = ordering.placed("alice", "k1");
        ordering.aws.standIn().on(DESCRIBE, input -> Map.of("executionArn", input.path("executionArn"), "stateMachineArn", OrderingUnderTest.MACHINE, "name", orderId,
                "status", "FAILED", "startDate", 1_795_226_400, "stopDate", 1_795_226_433, "error", "commerce.kernel.Busy", "cause", "other writers kept winning", "redriveCount", 2));
        ordering.aws.standIn().on(REFUNDS, input -> Map.of("refunds", List.of(Map.of("refundId", "r1", "status", "RETRIED", "trouble", "stripe does not answer"))));
        ordering.aws.standIn().on(LEDGER, input -> Map.of("entries", List.of(Map.of("entryId", "e1", "orderId", input.path("orderId"), "postings", List.of()))));

        var answer = ordering.answer(ordering.inspectOrder, ordering.about("GET /admin/orders/{orderId}", "operator", orderId));

        assertEquals(200, answer.status());
        var body = answer.body();
        assertEquals(orderId, body.path("orderId").asText());
        assertEquals("alice", body.path("customer").asText());
        assertEquals("2026-11-21T02:00:00Z", body.path("placedAt").asText());
        assertEquals(Json.read("""
                {"name": "%s", "status": "FAILED", "startedAt": "2026-11-21T02:00:00Z", "stoppedAt": "2026-11-21T02:00:33Z", "redriveCount": 2,
                 "error": "commerce.kernel.Busy", "cause": "other writers kept winning"}""".formatted(orderId)), body.path("execution"));
        assertEquals(Json.read("""
                [{"refundId": "r1", "status": "RETRIED", "trouble": "stripe does not answer"}]"""), body.path("refunds"));
        assertEquals("e1", body.at("/ledger/0/entryId").asText());
        assertEquals(OrderingUnderTest.MACHINE.replace("stateMachine", "execution") + ":" + orderId,
                ordering.aws.standIn().calls(DESCRIBE).getFirst().input().path("executionArn").asText());
        for (var asked : List.of(REFUNDS, LEDGER)) {
            assertEquals(Json.tree(Map.of("tenant", TENANT, "orderId", orderId)), ordering.aws.standIn().calls(asked).getFirst().input());
        }
    }

    @Test
    void anInspectionOfAnOrderWhoseCheckoutIsNotStartedShowsNoExecution() {
        var orderId = ordering.placed("alice", "k1");
        ordering.aws.standIn().on(DESCRIBE, input -> {
            throw new AwsStandIn.AwsError("ExecutionDoesNotExist", 400);
        });

        var answer = ordering.answer(ordering.inspectOrder, ordering.about("GET /admin/orders/{orderId}", "operator", orderId));

        assertEquals(200, answer.status());
        assertFalse(answer.body().has("execution"));
    }

    @Test
    void anOperatorOfAnotherTenantSeesNoOrder() {
        var orderId = ordering.placed("alice", "k1");

        assertEquals(404, ordering.answer(ordering.inspectOrder, HttpEvents.request("GET /admin/orders/{orderId}").by("other-shop", "operator").path("orderId", orderId)).status());
    }
}
