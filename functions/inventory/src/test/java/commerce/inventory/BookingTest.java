package commerce.inventory;

import static commerce.inventory.Warehouse.newOrder;
import static commerce.inventory.Warehouse.newTenant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.inventory.domain.Stock;
import commerce.kernel.Line;
import commerce.kernel.testing.HttpEvents;
import commerce.kernel.testing.Lambda.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receipts, adjustments and the view of a SKU's stock, as HTTP requests. */
class BookingTest {

    private static final Warehouse WAREHOUSE = new Warehouse();

    private final String tenant = newTenant();

    @AfterEach
    void theInvariantsHold() {
        WAREHOUSE.assertInvariants(tenant);
    }

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    private Answer receive(String key, String receiptId, long quantity) {
        return WAREHOUSE.receive(tenant, "CUP", key, "{\"receiptId\":\"" + receiptId + "\",\"quantity\":" + quantity + "}");
    }

    private Answer adjust(String key, String adjustmentId, long quantity, String reason) {
        return WAREHOUSE.adjust(tenant, "CUP", key, "{\"adjustmentId\":\"" + adjustmentId + "\",\"quantity\":" + quantity + ",\"reason\":\"" + reason + "\"}");
    }

    private static void assertProblem(int status, String slug, String field, Answer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.headers().path("content-type").asText());
        assertEquals("urn:commerce:problem:" + slug, answer.body().path("type").asText());
        assertEquals(field, answer.body().path("field").asText(null), answer.toString());
    }

    // ---- receipts

    @Test
    void aReceiptMakesPiecesAvailable() {
        var answer = receive("k-1", "r-1", 10);
        assertEquals(201, answer.status());
        assertEquals("{\"sku\":\"CUP\",\"receiptId\":\"r-1\",\"quantity\":10,\"receivedAt\":\"" + WAREHOUSE.clock.instant() + "\"}", answer.body().toString());
        receive("k-2", "r-2", 5);
        assertEquals(new Stock(15, 15, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.received.v1", "stock.received.v1"), WAREHOUSE.eventTypes(tenant));
    }

    @Test
    void theSameReceiptUnderAnotherKeyAnswersTheFirstResult() {
        var first = receive("k-1", "r-1", 10);
        WAREHOUSE.clock.advance(Duration.ofDays(40));
        assertEquals(first, receive("k-2", "r-1", 10));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void theSameKeyReplaysTheFirstAnswer() {
        assertEquals(receive("k-1", "r-1", 10), receive("k-1", "r-1", 10));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aReceiptIdWithAnotherQuantityIsRefused() {
        receive("k-1", "r-1", 10);
        var before = WAREHOUSE.itemsOf(tenant);
        assertProblem(422, "receipt-reused", "receiptId", receive("k-2", "r-1", 11));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void aKeyWithAnotherBodyIsRefused() {
        receive("k-1", "r-1", 10);
        var before = WAREHOUSE.itemsOf(tenant);
        assertProblem(422, "idempotency-key-reused", "Idempotency-Key", receive("k-1", "r-2", 10));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void aReceiptForAnotherSkuMayHaveTheSameId() {
        receive("k-1", "r-1", 10);
        assertEquals(201, WAREHOUSE.receive(tenant, "TEA", "k-1", "{\"receiptId\":\"r-1\",\"quantity\":3}").status());
        assertEquals(new Stock(3, 3, 0, 0), WAREHOUSE.stock(tenant, "TEA"));
    }

    @Test
    void aReceiptAndAnAdjustmentMayHaveTheSameId() {
        receive("k-1", "same", 10);
        assertEquals(201, adjust("k-2", "same", 1, "found").status());
        assertEquals(new Stock(11, 11, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void whatIsNotAProductCannotBeReceivedAndTheKeyStaysFree() {
        var body = "{\"receiptId\":\"r-1\",\"quantity\":10}";
        assertProblem(404, "product-not-found", null, WAREHOUSE.receive(tenant, "UNKNOWN-1", "k-1", body));
        assertTrue(WAREHOUSE.itemsOf(tenant).isEmpty());
        WAREHOUSE.aws.standIn().on("Invoke read-products", question -> Map.of("products", List.of(), "unknown", List.of()));
        try {
            assertEquals(201, WAREHOUSE.receive(tenant, "UNKNOWN-1", "k-1", body).status(), "the product exists by now");
        } finally {
            WAREHOUSE.aws.standIn().on("Invoke read-products", question -> Map.of("products", List.of(), "unknown", question.path("skus").valueStream().filter(sku -> sku.asText().startsWith("UNKNOWN")).toList()));
        }
    }

    @Test
    void theCatalogIsAskedOnlyForAProductsFirstBooking() {
        WAREHOUSE.aws.standIn().forgetCalls();
        receive("k-1", "r-1", 10);
        assertEquals(1, WAREHOUSE.aws.standIn().calls("Invoke read-products").size());
        receive("k-2", "r-2", 10);
        adjust("k-3", "a-1", -20, "lost");
        WAREHOUSE.stock(tenant, "CUP");
        assertEquals(1, WAREHOUSE.aws.standIn().calls("Invoke read-products").size());
    }

    @Test
    void aMalformedReceiptIsRefusedNamingTheFieldAndNothingIsWritten() {
        var wrong = Map.ofEntries(
                Map.entry("{\"quantity\":1}", "receiptId"),
                Map.entry("{\"receiptId\":\"r 1\",\"quantity\":1}", "receiptId"),
                Map.entry("{\"receiptId\":7,\"quantity\":1}", "receiptId"),
                Map.entry("{\"receiptId\":\"r-1\"}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":0}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":-1}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":1000001}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":1.5}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":\"1\"}", "quantity"),
                Map.entry("{\"receiptId\":\"r-1\",\"quantity\":1,\"qauntity\":2}", "qauntity"));
        wrong.forEach((body, field) -> assertProblem(400, "invalid-input", field, WAREHOUSE.receive(tenant, "CUP", "k-1", body)));
        assertProblem(400, "invalid-input", null, WAREHOUSE.receive(tenant, "CUP", "k-1", "no json"));
        assertTrue(WAREHOUSE.table.all().stream().noneMatch(item -> item.get("pk").s().startsWith(tenant + "#")));
    }

    @Test
    void withoutAnIdempotencyKeyNothingIsBooked() {
        var receipt = HttpEvents.request("POST /admin/products/{sku}/receipts").path("sku", "CUP").by(tenant, "operator").body("{\"receiptId\":\"r-1\",\"quantity\":1}");
        assertProblem(400, "idempotency-key-required", "Idempotency-Key", WAREHOUSE.request("receive-stock", receipt));
        var adjustment = HttpEvents.request("POST /admin/products/{sku}/adjustments").path("sku", "CUP").by(tenant, "operator").body("{\"adjustmentId\":\"a-1\",\"quantity\":1,\"reason\":\"found\"}");
        assertProblem(400, "idempotency-key-required", "Idempotency-Key", WAREHOUSE.request("adjust-stock", adjustment));
        assertTrue(WAREHOUSE.table.all().stream().noneMatch(item -> item.get("pk").s().startsWith(tenant + "#")));
    }

    @Test
    void aTokenWithoutATenantIsForbiddenEverywhere() {
        for (var operation : List.of("receive-stock", "adjust-stock", "get-stock")) {
            assertProblem(403, "forbidden", null, WAREHOUSE.request(operation, HttpEvents.request("GET /admin/products/{sku}/stock").path("sku", "CUP").claim("sub", "operator")));
        }
    }

    // ---- adjustments

    @Test
    void anAdjustmentMayAddAndTakeAway() {
        receive("k-1", "r-1", 10);
        var answer = adjust("k-2", "a-1", -4, "broken");
        assertEquals(201, answer.status());
        assertEquals("{\"sku\":\"CUP\",\"adjustmentId\":\"a-1\",\"quantity\":-4,\"reason\":\"broken\",\"adjustedAt\":\"" + WAREHOUSE.clock.instant() + "\"}", answer.body().toString());
        assertEquals(new Stock(6, 6, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        adjust("k-3", "a-2", 1, "found behind the shelf");
        assertEquals(new Stock(7, 7, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.adjusted.v1", "stock.adjusted.v1", "stock.received.v1"), WAREHOUSE.eventTypes(tenant));
    }

    @Test
    void whatIsReservedCannotBeAdjustedAway() {
        receive("k-1", "r-1", 10);
        WAREHOUSE.reserve(tenant, newOrder(), new Line("CUP", 4));
        var before = WAREHOUSE.itemsOf(tenant);
        var refused = adjust("k-2", "a-1", -7, "lost");
        assertProblem(409, "insufficient-available", null, refused);
        assertEquals(6, refused.body().path("available").asLong());
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
        assertEquals(201, adjust("k-2", "a-1", -6, "lost").status(), "a refused request gives its key back");
        assertEquals(new Stock(4, 0, 4, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void theSameAdjustmentAnswersTheFirstResultEvenWhenItCouldNotBeMadeAgain() {
        receive("k-1", "r-1", 10);
        var first = adjust("k-2", "a-1", -10, "flood");
        assertEquals(first, adjust("k-3", "a-1", -10, "flood"));
        assertEquals(new Stock(0, 0, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void anAdjustmentIdWithOtherContentIsRefused() {
        receive("k-1", "r-1", 10);
        adjust("k-2", "a-1", -1, "broken");
        var before = WAREHOUSE.itemsOf(tenant);
        assertProblem(422, "adjustment-reused", "adjustmentId", adjust("k-3", "a-1", -2, "broken"));
        assertProblem(422, "adjustment-reused", "adjustmentId", adjust("k-4", "a-1", -1, "stolen"));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void nothingCanBeTakenFromAProductThatNeverHadAReceipt() {
        assertProblem(409, "insufficient-available", null, adjust("k-1", "a-1", -1, "lost"));
        assertTrue(WAREHOUSE.itemsOf(tenant).isEmpty());
        assertEquals(201, adjust("k-2", "a-2", 3, "found").status());
        assertEquals(new Stock(3, 3, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void whatIsNotAProductCannotBeAdjusted() {
        for (var quantity : List.of("1", "-1")) {
            assertProblem(404, "product-not-found", null, WAREHOUSE.adjust(tenant, "UNKNOWN-1", "k-1", "{\"adjustmentId\":\"a-1\",\"quantity\":" + quantity + ",\"reason\":\"counted\"}"));
        }
        assertTrue(WAREHOUSE.itemsOf(tenant).isEmpty());
    }

    @Test
    void aMalformedAdjustmentIsRefusedNamingTheFieldAndNothingIsWritten() {
        var wrong = Map.of(
                "{\"quantity\":1,\"reason\":\"x\"}", "adjustmentId",
                "{\"adjustmentId\":\"a-1\",\"reason\":\"x\"}", "quantity",
                "{\"adjustmentId\":\"a-1\",\"quantity\":0,\"reason\":\"x\"}", "quantity",
                "{\"adjustmentId\":\"a-1\",\"quantity\":-1000001,\"reason\":\"x\"}", "quantity",
                "{\"adjustmentId\":\"a-1\",\"quantity\":1}", "reason",
                "{\"adjustmentId\":\"a-1\",\"quantity\":1,\"reason\":\" \"}", "reason",
                "{\"adjustmentId\":\"a-1\",\"quantity\":1,\"reason\":\"" + "x".repeat(201) + "\"}", "reason",
                "{\"adjustmentId\":\"a-1\",\"quantity\":1,\"reason\":\"x\",\"sku\":\"TEA\"}", "sku");
        wrong.forEach((body, field) -> assertProblem(400, "invalid-input", field, WAREHOUSE.adjust(tenant, "CUP", "k-1", body)));
        assertTrue(WAREHOUSE.table.all().stream().noneMatch(item -> item.get("pk").s().startsWith(tenant + "#")));
    }

    // ---- the view

    @Test
    void aProductWithoutReceiptsHasZeroOfEverything() {
        assertEquals(Stock.NONE, WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void whatIsNotAProductHasNoStock() {
        assertProblem(404, "product-not-found", null, WAREHOUSE.request("get-stock", HttpEvents.request("GET /admin/products/{sku}/stock").path("sku", "UNKNOWN-1").by(tenant, "operator")));
        assertProblem(404, "resource-not-found", null, WAREHOUSE.request("get-stock", HttpEvents.request("GET /admin/products/{sku}/stock").path("sku", "no sku").by(tenant, "operator")));
    }

    @Test
    void theViewCountsEveryPieceOnce() {
        receive("k-1", "r-1", 10);
        var sold = newOrder();
        WAREHOUSE.reserve(tenant, newOrder(), new Line("CUP", 2));
        WAREHOUSE.reserve(tenant, sold, new Line("CUP", 3));
        WAREHOUSE.commit(tenant, sold);
        assertEquals(new Stock(10, 5, 2, 3), WAREHOUSE.stock(tenant, "CUP"));
    }

    // ---- as pricing asks for it

    @Test
    void whatIsToBeHadIsReadAtOnceWithoutWhatOrdersHold() {
        receive("k-1", "r-1", 10);
        WAREHOUSE.reserve(tenant, newOrder(), new Line("CUP", 4));
        var answer = WAREHOUSE.invoke("read-stock", Map.of("tenant", tenant, "skus", List.of("TEA", "CUP", "TEA")));
        assertEquals("{\"stock\":[{\"sku\":\"CUP\",\"available\":6},{\"sku\":\"TEA\",\"available\":0}]}", answer.toString());
    }
}
