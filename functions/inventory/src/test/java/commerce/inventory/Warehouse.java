package commerce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.inventory.domain.ReservationStatus;
import commerce.inventory.domain.Reservation;
import commerce.inventory.domain.Stock;
import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.EventBus;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Idempotency;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Line;
import commerce.kernel.OutboxTable;
import commerce.kernel.Transactions;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Interleaving;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.kernel.testing.TestClock;
import commerce.kernel.testing.TestTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every operation of Inventory on a real table of its own, with a catalog that knows every product but those called UNKNOWN. */
final class Warehouse implements AutoCloseable {

    private static final String RECEIPTS = "POST /admin/products/{sku}/receipts";
    private static final String ADJUSTMENTS = "POST /admin/products/{sku}/adjustments";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final TestAws aws = TestAws.start();
    final TestTable table = TestTable.create(aws.dynamoDb());
    final TestClock clock = new TestClock();
    final Map<String, RequestStreamHandler> operations = new HashMap<>();

    Warehouse() {
        var inventory = new InventoryTable(aws.dynamoDb(), new Transactions(aws.dynamoDb(), new Random(1)), new BatchReads(aws.dynamoDb(), new Random(2)));
        var events = new StockEvents(clock);
        var products = new Products(new FunctionInvoker(aws.lambda()));
        var bookings = new Bookings(inventory, events, products);
        var idempotency = new Idempotency(aws.dynamoDb(), clock);
        var bus = new EventBus(aws.eventBridge());
        var outbox = new OutboxTable(aws.dynamoDb());
        operations.put("receive-stock", new ReceiveStock(bookings, idempotency));
        operations.put("adjust-stock", new AdjustStock(bookings, idempotency));
        operations.put("get-stock", new GetStock(inventory, products));
        operations.put("read-stock", new ReadStock(inventory));
        operations.put("reserve-stock", new ReserveStock(inventory, events));
        operations.put("release-stock", new ReleaseStock(inventory, events));
        operations.put("commit-stock", new CommitStock(inventory, events));
        operations.put("return-stock", new ReturnStock(inventory, events));
        operations.put("publish-inventory-events", new PublishInventoryEvents(bus, outbox));
        operations.put("republish-inventory-events", new RepublishInventoryEvents(bus, outbox, clock));
        aws.standIn().acceptEvents();
        aws.standIn().on("Invoke read-products", question -> {
            var unknown = question.path("skus").valueStream().map(JsonNode::asText).filter(sku -> sku.startsWith("UNKNOWN")).toList();
            return Map.of("products", List.of(), "unknown", unknown);
        });
    }

    /** A tenant no other test has. */
    static String newTenant() {
        return "tenant-" + NUMBERS.incrementAndGet();
    }

    /** An order id no other test has. */
    static String newOrder() {
        return "01KAJ3Q8ZV6M9T2W4X5Y%06d".formatted(NUMBERS.incrementAndGet());
    }

    Interleaving interleaving() {
        return aws.interleaving();
    }

    JsonNode invoke(String operation, Object input) {
        return Lambda.invoke(operations.get(operation), input, table.environment("READ_PRODUCTS_FUNCTION", "read-products"));
    }

    // ---- tasks

    String reserve(String tenant, String order, Line... lines) {
        return invoke("reserve-stock", Map.of("tenant", tenant, "orderId", order, "lines", List.of(lines))).path("status").asText();
    }

    String release(String tenant, String order) {
        return invoke("release-stock", Map.of("tenant", tenant, "orderId", order)).path("status").asText();
    }

    String commit(String tenant, String order) {
        return invoke("commit-stock", Map.of("tenant", tenant, "orderId", order)).path("status").asText();
    }

    /** @return how many messages must be delivered again */
    int refunded(String tenant, String order, boolean restock) {
        var refund = Event.of("commerce.payment", "refund.succeeded.v1", tenant, order, "refund-1", clock.instant(), Map.of("orderId", order, "refundId", "refund-1", "restock", restock));
        var message = Map.of("messageId", "1", "body", Json.write(Map.of("detail", Json.tree(refund))));
        return invoke("return-stock", Map.of("Records", List.of(message))).path("batchItemFailures").size();
    }

    // ---- HTTP

    Lambda.Answer receive(String tenant, String sku, String key, String body) {
        return request("receive-stock", HttpEvents.request(RECEIPTS).path("sku", sku).by(tenant, "operator").header("Idempotency-Key", key).body(body));
    }

    Lambda.Answer adjust(String tenant, String sku, String key, String body) {
        return request("adjust-stock", HttpEvents.request(ADJUSTMENTS).path("sku", sku).by(tenant, "operator").header("Idempotency-Key", key).body(body));
    }

    Lambda.Answer request(String operation, HttpEvents request) {
        return Lambda.request(operations.get(operation), request, table.environment("READ_PRODUCTS_FUNCTION", "read-products"));
    }

    /** That many pieces come in, under a receipt of their own. */
    void receive(String tenant, String sku, long quantity) {
        var id = "receipt-" + NUMBERS.incrementAndGet();
        assertEquals(201, receive(tenant, sku, id, "{\"receiptId\":\"" + id + "\",\"quantity\":" + quantity + "}").status());
    }

    Stock stock(String tenant, String sku) {
        var answer = request("get-stock", HttpEvents.request("GET /admin/products/{sku}/stock").path("sku", sku).by(tenant, "operator"));
        assertEquals(200, answer.status(), answer.toString());
        return new Stock(answer.body().path("received").asLong(), answer.body().path("available").asLong(), answer.body().path("reserved").asLong(), answer.body().path("sold").asLong());
    }

    // ---- the table

    String reservationStatus(String tenant, String order) {
        var item = table.get(tenant + "#ORDER#" + order, "RESERVATION");
        return item.isEmpty() ? "" : Items.text(item, "status");
    }

    /** What only this tenant's items say, without idempotency records. */
    Set<Map<String, AttributeValue>> itemsOf(String tenant) {
        return table.all().stream().filter(item -> item.get("pk").s().startsWith(tenant + "#") && !item.get("sk").s().equals("IDEMPOTENCY")).collect(Collectors.toCollection(HashSet::new));
    }

    List<String> eventTypes(String tenant) {
        return table.outbox().stream().filter(event -> event.tenant().equals(tenant)).map(Event::type).sorted().toList();
    }

    /** No counter negative, received = available + reserved + sold, and every reserved piece is held by an order. */
    void assertInvariants(String tenant) {
        var held = new HashMap<String, Long>();
        var stocks = new HashMap<String, Stock>();
        for (var item : itemsOf(tenant)) {
            if (item.get("sk").s().equals("STOCK")) {
                stocks.put(item.get("pk").s().substring((tenant + "#SKU#").length()),
                        new Stock(Items.number(item, "received"), Items.number(item, "available"), Items.number(item, "reserved"), Items.number(item, "sold")));
            } else if (item.get("sk").s().equals("RESERVATION") && Items.text(item, "status").equals(ReservationStatus.HELD.name())) {
                new Reservation(ReservationStatus.HELD, Items.jsonList(item, "lines", Line.class), false).lines().forEach(line -> held.merge(line.sku(), line.quantity(), Long::sum));
            }
        }
        stocks.forEach((sku, stock) -> {
            assertTrue(stock.received() >= 0 && stock.available() >= 0 && stock.reserved() >= 0 && stock.sold() >= 0, sku + " " + stock);
            assertEquals(stock.received(), stock.available() + stock.reserved() + stock.sold(), sku + " " + stock);
            assertEquals(held.getOrDefault(sku, 0L), stock.reserved(), sku + " " + stock);
        });
        assertTrue(stocks.keySet().containsAll(held.keySet()), "held without counters: " + held);
    }

    /** Every event a test has written must be what its schema says. */
    @Override
    public void close() {
        var events = table.outbox();
        aws.close();
        PublishedEvents.assertValid(events);
    }
}
