package commerce.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.EventBus;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Idempotency;
import commerce.kernel.Json;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.OutboxTable;
import commerce.kernel.Transactions;
import commerce.kernel.testing.Contracts;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import commerce.ordering.domain.Order;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The whole context on a table of its own: every operation with real clients, the functions it asks, Step Functions and the bus played over HTTP. */
final class OrderingUnderTest implements AutoCloseable {

    static final String TENANT = "demo-shop";
    static final String MACHINE = "arn:aws:states:eu-central-1:000000000000:stateMachine:commerce-local-checkout";
    static final String START = "AWSStepFunctions.StartExecution";
    static final String REDRIVE = "AWSStepFunctions.RedriveExecution";
    static final String DESCRIBE = "AWSStepFunctions.DescribeExecution";
    static final String QUOTE = "Invoke quote-price";
    static final String REFUNDS = "Invoke read-refunds";
    static final String LEDGER = "Invoke read-ledger-entries";
    static final Money PRICE = Money.of(8_800, "CNY");

    final TestAws aws = TestAws.start();
    final TestTable table = TestTable.create(aws.dynamoDb(),
            new TestTable.Index(OrderingTable.BY_CUSTOMER, "customerKey", "placedKey"), new TestTable.Index(OrderingTable.BY_TENANT, "tenantKey", "placedKey"));
    final TestClock clock = new TestClock();
    final DynamoDbClient dynamoDb;
    final OrderingTable orderingTable;
    final Orders orders;
    final CheckoutExecutions checkouts = new CheckoutExecutions(aws.stepFunctions());

    final PlaceOrder placeOrder;
    final GetOrder getOrder;
    final ListOrders listOrders;
    final SearchOrders searchOrders;
    final InspectOrder inspectOrder;
    final RequestCancellation requestCancellation;
    final DescribeOrder describeOrder;
    final ConfirmOrder confirmOrder;
    final RejectOrder rejectOrder;
    final CancelOrder cancelOrder;
    final StartCheckout startCheckout = new StartCheckout(checkouts);
    final RecordPayment recordPayment;
    final RecordRefund recordRefund;
    final RepairOrder repairOrder;
    final PublishOrderingEvents publishEvents;
    final RepublishOrderingEvents republishEvents;

    OrderingUnderTest() {
        this(new ExecutionInterceptor[0]);
    }

    /** @param interceptors see every DynamoDB call, instead of the forced interleavings */
    OrderingUnderTest(ExecutionInterceptor... interceptors) {
        dynamoDb = interceptors.length == 0 ? aws.dynamoDb()
                : aws.configure(DynamoDbClient.builder()).overrideConfiguration(override -> List.of(interceptors).forEach(override::addExecutionInterceptor)).build();
        orderingTable = new OrderingTable(dynamoDb);
        orders = new Orders(orderingTable, clock);
        var functions = new FunctionInvoker(aws.lambda());
        var random = new Random(7);
        placeOrder = new PlaceOrder(new Idempotency(dynamoDb, clock), new Quotes(functions), orderingTable, new Transactions(dynamoDb, random), checkouts, orders, random);
        getOrder = new GetOrder(orders);
        listOrders = new ListOrders(orderingTable);
        searchOrders = new SearchOrders(orderingTable);
        inspectOrder = new InspectOrder(orders, checkouts, functions);
        requestCancellation = new RequestCancellation(orders);
        describeOrder = new DescribeOrder(orders);
        var ending = new OrderEnding(orders);
        confirmOrder = new ConfirmOrder(ending);
        rejectOrder = new RejectOrder(ending);
        cancelOrder = new CancelOrder(ending);
        recordPayment = new RecordPayment(orders);
        recordRefund = new RecordRefund(orders);
        repairOrder = new RepairOrder(orders, checkouts);
        var bus = new EventBus(aws.eventBridge());
        var outbox = new OutboxTable(dynamoDb);
        publishEvents = new PublishOrderingEvents(bus, outbox);
        republishEvents = new RepublishOrderingEvents(bus, outbox, clock);
        aws.standIn().on(QUOTE, OrderingUnderTest::quoteOf);
        aws.standIn().on(START, input -> Map.of("executionArn", "arn", "startDate", 1_795_226_400));
        aws.standIn().on(REDRIVE, input -> Map.of("redriveDate", 1_795_226_400));
        aws.standIn().on(REFUNDS, input -> Map.of("refunds", List.of()));
        aws.standIn().on(LEDGER, input -> Map.of("entries", List.of()));
        aws.standIn().acceptEvents();
    }

    Map<String, String> environment() {
        return table.environment("QUOTE_PRICE_FUNCTION", "quote-price", "READ_LEDGER_ENTRIES_FUNCTION", "read-ledger-entries", "READ_REFUNDS_FUNCTION", "read-refunds", "CHECKOUT_STATE_MACHINE_ARN", MACHINE);
    }

    /** Everything costs {@link #PRICE}; WELCOME makes it free. */
    static Object quoteOf(JsonNode input) {
        var lines = Line.merge(input.path("lines").valueStream().map(line -> Json.convert(line, Line.class)).toList());
        var subtotal = PRICE.times(lines.stream().mapToLong(Line::quantity).sum());
        var free = input.path("couponCode").asText().equals("WELCOME");
        return Map.of("quote", Map.of(
                "lines", lines.stream().map(line -> Map.of("sku", line.sku(), "name", "Tea", "quantity", line.quantity(), "unitPrice", PRICE, "amount", PRICE.times(line.quantity()))).toList(),
                "subtotal", subtotal,
                "discounts", free ? List.of(Map.of("step", "COUPON", "code", "WELCOME", "reason", "PERCENT_OFF", "amount", subtotal)) : List.of(),
                "total", free ? subtotal.zero() : subtotal));
    }

    Lambda.Answer answer(com.amazonaws.services.lambda.runtime.RequestStreamHandler operation, HttpEvents request) {
        return Lambda.request(operation, request, environment());
    }

    JsonNode invoke(com.amazonaws.services.lambda.runtime.RequestStreamHandler operation, Object input) {
        return Lambda.invoke(operation, input, environment());
    }

    static HttpEvents orderBy(String customer, String key, String body) {
        return HttpEvents.request("POST /orders").by(TENANT, customer).header("Idempotency-Key", key).body(body);
    }

    static final String ONE_TEA = """
            {"lines": [{"sku": "tea", "quantity": 1}], "paymentProvider": "simulator"}""";

    /** Places an order of one tea and answers its id. */
    String placed(String customer, String key) {
        var answer = answer(placeOrder, orderBy(customer, key, ONE_TEA));
        assertEquals(202, answer.status(), answer.body().toString());
        return answer.body().path("orderId").asText();
    }

    HttpEvents about(String route, String customer, String orderId) {
        return HttpEvents.request(route).by(TENANT, customer).path("orderId", orderId);
    }

    Lambda.Answer get(String customer, String orderId) {
        return answer(getOrder, about("GET /orders/{orderId}", customer, orderId));
    }

    Order order(String orderId) {
        return table.during(() -> orderingTable.find(TENANT, orderId).orElseThrow());
    }

    List<String> statuses(String orderId) {
        return order(orderId).history().stream().map(change -> change.status().name()).toList();
    }

    /** A queue's message with an event as the bus delivers it. */
    static Map<String, Object> message(String type, String orderId, Map<String, Object> data) {
        var event = Map.of("specversion", "1.0", "id", TENANT + "/" + orderId + "/" + type, "source", "commerce.payment", "type", type,
                "time", "2026-11-21T02:00:03Z", "subject", orderId, "tenant", TENANT, "data", data);
        return Map.of("Records", List.of(Map.of("messageId", "m1", "body", Json.write(Map.of("source", "commerce.payment", "detail-type", type, "detail", event)))));
    }

    static Map<String, Object> paymentNews(String type, String orderId, int attempt) {
        return message(type, orderId, Map.of("orderId", orderId, "paymentId", TENANT + "_" + orderId + "_" + attempt, "attempt", attempt, "provider", "simulator",
                "amount", PRICE, "action", Map.of("type", "REDIRECT", "url", "https://pay.example/" + attempt)));
    }

    /** Asserts that a queue's batch was consumed. */
    void consumed(com.amazonaws.services.lambda.runtime.RequestStreamHandler operation, Object batch) {
        assertEquals(0, invoke(operation, batch).path("batchItemFailures").size(), "messages failed");
    }

    List<String> eventTypes() {
        return table.outbox().stream().map(event -> event.type()).sorted().toList();
    }

    /** Every event a test left behind keeps to its published schema. */
    @Override
    public void close() {
        assertEquals(List.of(), Contracts.faults(table.outbox()));
        aws.close();
    }
}
