package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.ONE_TEA;
import static commerce.ordering.OrderingUnderTest.PRICE;
import static commerce.ordering.OrderingUnderTest.QUOTE;
import static commerce.ordering.OrderingUnderTest.START;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static commerce.ordering.OrderingUnderTest.orderBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.testing.AwsStandIn;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceOrderTest {

    private OrderingUnderTest ordering;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private long ordersWritten() {
        return ordering.table.all().stream().filter(item -> item.get("type").s().equals("order")).count();
    }

    private Lambda.Answer place(String key, String body) {
        return ordering.answer(ordering.placeOrder, orderBy("alice", key, body));
    }

    @Test
    void anOrderIsAcceptedAtTheQuotedPriceAndItsCheckoutIsStarted() {
        var answer = place("k1", """
                {"lines": [{"sku": "tea", "quantity": 1}, {"sku": "pot", "quantity": 2}, {"sku": "tea", "quantity": 1}], "paymentProvider": "simulator"}""");

        assertEquals(202, answer.status());
        var orderId = answer.body().path("orderId").asText();
        assertEquals(Json.read("{\"orderId\": \"%s\", \"status\": \"PENDING\", \"total\": {\"amount\": 35200, \"currency\": \"CNY\"}}".formatted(orderId)), answer.body());
        assertEquals("/orders/" + orderId, answer.headers().path("location").asText());
        var view = ordering.get("alice", orderId).body();
        assertEquals(List.of("pot", "tea"), view.path("lines").valueStream().map(line -> line.path("sku").asText()).toList());
        assertEquals(List.of("order.placed.v1"), ordering.eventTypes());
        var start = ordering.aws.standIn().calls(START).getFirst().input();
        assertEquals(orderId, start.path("name").asText());
        assertEquals(OrderingUnderTest.MACHINE, start.path("stateMachineArn").asText());
        assertEquals(Map.of("tenant", TENANT, "orderId", orderId), Json.read(start.path("input").asText(), Map.class));
    }

    @Test
    void theQuoteIsAskedForTheTokensCustomerWithTheLinesAsWritten() {
        place("k1", """
                {"lines": [{"sku": "tea", "quantity": 1}, {"sku": "pot", "quantity": 2}], "couponCode": "welcome", "paymentProvider": "simulator"}""");

        assertEquals(Json.read("""
                {"tenant": "demo-shop", "customer": "alice", "lines": [{"sku": "tea", "quantity": 1}, {"sku": "pot", "quantity": 2}], "couponCode": "WELCOME"}"""),
                ordering.aws.standIn().calls(QUOTE).getFirst().input());
    }

    @Test
    void fiftyParallelRequestsWithOneKeyMakeOneOrder() throws Exception {
        var barrier = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Lambda.Answer>> answers = IntStream.range(0, 50).mapToObj(i -> threads.submit(() -> {
                barrier.await();
                return place("one-key", ONE_TEA);
            })).toList();
            barrier.countDown();
            for (var answer : answers) {
                assertTrue(List.of(202, 409).contains(answer.get().status()), answer.get().toString());
            }
            assertTrue(answers.stream().map(Future::resultNow).anyMatch(answer -> answer.status() == 202));
            assertEquals(1, answers.stream().map(Future::resultNow).filter(answer -> answer.status() == 202).map(answer -> answer.body().path("orderId").asText()).distinct().count());
        }
        assertEquals(1, ordersWritten());
        assertEquals(1, ordering.aws.standIn().calls(START).size());
    }

    @Test
    void theSameKeyReplaysTheFirstAnswerAndMakesNothing() {
        var first = place("k1", ONE_TEA);
        ordering.clock.advance(Duration.ofHours(24));

        assertEquals(first, place("k1", ONE_TEA));
        assertEquals(1, ordersWritten());
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        place("k1", ONE_TEA);

        var answer = place("k1", ONE_TEA.replace("1", "2"));

        assertEquals(422, answer.status());
        assertEquals("urn:commerce:problem:idempotency-key-reused", answer.body().path("type").asText());
        assertEquals(1, ordersWritten());
    }

    @Test
    void theSameKeyOfAnotherCustomerIsAnotherOrder() {
        place("k1", ONE_TEA);
        ordering.answer(ordering.placeOrder, orderBy("bob", "k1", ONE_TEA));

        assertEquals(2, ordersWritten());
    }

    @Test
    void aProblemTheQuoteFindsIsHandedOnAsItIsAndTheKeyCanBeUsedAgain() {
        var problem = Map.of("type", "urn:commerce:problem:unknown-sku", "title", "An SKU is not in the catalogue", "status", 422, "detail", "not in the catalogue: tea",
                "field", "lines[0].sku", "skus", List.of("tea"));
        ordering.aws.standIn().on(QUOTE, input -> Map.of("problem", problem));

        var answer = place("k1", ONE_TEA);

        assertEquals(422, answer.status());
        assertEquals("application/problem+json", answer.headers().path("content-type").asText());
        assertEquals(Json.tree(problem), answer.body());
        assertEquals(List.of(), ordering.table.all());
        ordering.aws.standIn().on(QUOTE, OrderingUnderTest::quoteOf);
        assertEquals(202, place("k1", ONE_TEA).status());
    }

    @Test
    void aPriceThatDriftedIsRefusedWithTheCurrentQuote() {
        var body = """
                {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "expectedTotal": {"amount": 8700, "currency": "CNY"}}""";

        var answer = place("k1", body);

        assertEquals(422, answer.status());
        assertEquals("urn:commerce:problem:price-changed", answer.body().path("type").asText());
        assertEquals("expectedTotal", answer.body().path("field").asText());
        assertEquals(PRICE, Json.convert(answer.body().at("/quote/total"), Money.class));
        assertEquals("tea", answer.body().at("/quote/lines/0/sku").asText());
        assertEquals(List.of(), ordering.table.all());
        assertEquals(202, place("k1", body.replace("8700", "8800")).status());
    }

    @Test
    void aTotalExpectedInAnotherCurrencyHasDriftedToo() {
        assertEquals("urn:commerce:problem:price-changed", place("k1", """
                {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "expectedTotal": {"amount": 8800, "currency": "EUR"}}""").body().path("type").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "returnUrl": "http://shop.example"}  | 400 | returnUrl
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "returnUrl": "javascript:alert(1)"}  | 400 | returnUrl
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "returnUrl": "https://a@b.example/"} | 400 | returnUrl
            {"paymentProvider": "simulator"}                                                                                | 400 | lines
            {"lines": [], "paymentProvider": "simulator"}                                                                   | 400 | lines
            {"lines": "tea", "paymentProvider": "simulator"}                                                                | 400 | lines
            {"lines": [{"sku": "tea"}], "paymentProvider": "simulator"}                                                     | 400 | lines[0].quantity
            {"lines": [{"sku": "tea", "quantity": 0}], "paymentProvider": "simulator"}                                      | 400 | lines[0].quantity
            {"lines": [{"sku": "tea", "quantity": 1.5}], "paymentProvider": "simulator"}                                    | 400 | lines[0].quantity
            {"lines": [{"sku": "tea", "quantity": 10000}], "paymentProvider": "simulator"}                                  | 400 | lines[0].quantity
            {"lines": [{"sku": "te a", "quantity": 1}], "paymentProvider": "simulator"}                                     | 400 | lines[0].sku
            {"lines": [{"sku": "tea", "quantity": 1, "price": 1}], "paymentProvider": "simulator"}                          | 400 | lines[0].price
            {"lines": [{"sku": "tea", "quantity": 1}]}                                                                      | 400 | paymentProvider
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": 7}                                                | 400 | paymentProvider
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "couponCode": "a b"}                 | 400 | couponCode
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "expectedTotal": 8800}               | 400 | expectedTotal
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "expectedTotal": {"amount": 1}}      | 400 | expectedTotal.currency
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator", "customer": "bob"}                   | 400 | customer
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "nobody"}                                         | 422 | paymentProvider
            """)
    void wrongInputIsRefusedByFieldAndWritesNothing(String body, int status, String field) {
        var answer = place("k1", body);

        assertEquals(status, answer.status());
        assertEquals(field, answer.body().path("field").asText());
        assertEquals(List.of(), ordering.table.all());
        assertEquals(List.of(), ordering.aws.standIn().calls(QUOTE));
    }

    @Test
    void moreThanFiftyDistinctSkusAreRefused() {
        var lines = IntStream.rangeClosed(1, 51).mapToObj(i -> Map.of("sku", "s" + i, "quantity", 1)).toList();

        assertEquals(400, place("k1", Json.write(Map.of("lines", lines, "paymentProvider", "simulator"))).status());
        assertEquals(202, place("k1", Json.write(Map.of("lines", lines.subList(0, 50), "paymentProvider", "simulator"))).status());
    }

    @Test
    void aRequestWithoutKeyOrTenantOrWithTooLargeABodyWritesNothing() {
        var noKey = ordering.answer(ordering.placeOrder, HttpEvents.request("POST /orders").by(TENANT, "alice").body(ONE_TEA));
        var noTenant = ordering.answer(ordering.placeOrder, HttpEvents.request("POST /orders").claim("sub", "alice").header("Idempotency-Key", "k").body(ONE_TEA));
        var tooLarge = place("k1", ONE_TEA + " ".repeat(256 * 1024));

        assertEquals(400, noKey.status());
        assertEquals("urn:commerce:problem:idempotency-key-required", noKey.body().path("type").asText());
        assertEquals(403, noTenant.status());
        assertEquals(413, tooLarge.status());
        assertEquals(List.of(), ordering.table.all());
    }

    @Test
    void aCheckoutThatCannotBeStartedEarlyIsStartedFromTheEvent() {
        ordering.aws.standIn().on(START, input -> {
            throw new AwsStandIn.AwsError("AccessDeniedException", 400);
        });
        var orderId = ordering.placed("alice", "k1");
        assertEquals("PENDING", ordering.get("alice", orderId).body().path("status").asText());
        var event = ordering.table.outbox().getFirst();
        ordering.aws.standIn().on(START, input -> Map.of("executionArn", "arn", "startDate", 1));
        ordering.aws.standIn().forgetCalls();

        ordering.consumed(ordering.startCheckout, Map.of("Records", List.of(Map.of("messageId", "m1", "body", Json.write(Map.of("detail", event))))));

        var start = ordering.aws.standIn().calls(START).getFirst().input();
        assertEquals(orderId, start.path("name").asText());
        assertEquals(Map.of("tenant", TENANT, "orderId", orderId), Json.read(start.path("input").asText(), Map.class));
    }

    @Test
    void anExecutionThatExistsAlreadyIsAsGoodAsStarted() {
        ordering.aws.standIn().on(START, input -> {
            throw new AwsStandIn.AwsError("ExecutionAlreadyExists", 400);
        });

        ordering.consumed(ordering.startCheckout, OrderingUnderTest.message("order.placed.v1", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", Map.of("orderId", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7")));
    }

    @Test
    void aStartThatFailsIsDeliveredAgain() {
        ordering.aws.standIn().on(START, input -> {
            throw new AwsStandIn.AwsError("StateMachineDoesNotExist", 400);
        });

        var failures = ordering.invoke(ordering.startCheckout, OrderingUnderTest.message("order.placed.v1", "01K9Z8Q4J0W3N5R7T9V1X3Z5B7", Map.of()));

        assertEquals("m1", failures.at("/batchItemFailures/0/itemIdentifier").asText());
    }

    @Test
    void aCrashRightAfterTheOrderIsWrittenLosesNeitherOrderNorAnswer() {
        ordering.aws.interleaving().runAfter("TransactWriteItems", () -> {
            throw new IllegalStateException("the sandbox dies here");
        });
        assertThrows(IllegalStateException.class, () -> place("k1", ONE_TEA));
        assertTrue(ordering.aws.interleaving().allRan());
        assertEquals(1, ordersWritten());
        assertEquals(List.of("order.placed.v1"), ordering.eventTypes());

        var again = place("k1", ONE_TEA);

        assertEquals(202, again.status());
        assertEquals(1, ordersWritten());
        assertEquals(200, ordering.get("alice", again.body().path("orderId").asText()).status());
    }

    @Test
    void aCrashRightBeforeTheOrderIsWrittenLeavesNothingAndTheKeyFree() {
        ordering.aws.interleaving().runBefore("TransactWriteItems", () -> {
            throw new IllegalStateException("the sandbox dies here");
        });
        assertThrows(IllegalStateException.class, () -> place("k1", ONE_TEA));
        assertEquals(0, ordersWritten());

        assertEquals(202, place("k1", ONE_TEA).status());
        assertEquals(1, ordersWritten());
    }

    @Test
    void aRequestThatLostItsLeaseToALaterOneMakesNoSecondOrder() {
        ordering.aws.interleaving().runBefore("TransactWriteItems", () -> {
            ordering.clock.advance(Duration.ofMinutes(1));
            assertEquals(202, place("k1", ONE_TEA).status());
        });

        var slow = place("k1", ONE_TEA);

        assertEquals(503, slow.status());
        assertTrue(ordering.aws.interleaving().allRan());
        assertEquals(1, ordersWritten());
        assertEquals(202, place("k1", ONE_TEA).status());
        assertEquals(1, ordersWritten());
    }

    @Test
    void aFreeOrderIsAcceptedWithATotalOfZero() {
        var answer = place("k1", """
                {"lines": [{"sku": "tea", "quantity": 1}], "couponCode": "WELCOME", "paymentProvider": "simulator"}""");

        assertEquals(202, answer.status());
        assertEquals(0, answer.body().at("/total/amount").asLong());
        var view = ordering.get("alice", answer.body().path("orderId").asText()).body();
        assertEquals("WELCOME", view.path("couponCode").asText());
        assertEquals(8_800, view.at("/discounts/0/amount/amount").asLong());
        assertFalse(view.has("payment"));
    }
}
