package commerce.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Event;
import commerce.kernel.EventBus;
import commerce.kernel.Json;
import commerce.kernel.OutboxTable;
import commerce.kernel.testing.Lambda;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every sample of the catalogue's operations through the real handler. */
class CatalogSamplesTest extends CatalogFixture {

    private final EventBus bus = new EventBus(aws.eventBridge());
    private final OutboxTable outbox = new OutboxTable(aws.dynamoDb());

    @BeforeEach
    void theBusAccepts() {
        aws.standIn().acceptEvents();
    }

    private JsonNode play(String sample, RequestStreamHandler handler) {
        return Lambda.invoke(handler, json(read(EVENTS.resolve("operations").resolve(sample + ".json"))), table.environment());
    }

    private static JsonNode body(JsonNode answer) {
        return json(answer.path("body").asText());
    }

    @Test
    void aProductIsPutAndSeen() {
        var put = play("put-product", putProduct);
        assertEquals(201, put.path("statusCode").asInt(), put::toString);
        assertEquals(body(put), body(play("get-product", getProduct)));
        assertEquals(body(put), body(play("list-products", listProducts)).path("items").get(0));
        var read = play("read-products", readProducts);
        assertEquals(body(put).path("price"), read.path("products").get(0).path("price"));
        assertEquals("THERMOS-500ML", read.path("unknown").get(0).asText());
    }

    @Test
    void aStreamedChangeIsPublishedOnce() {
        var answer = play("publish-catalog-events", new PublishCatalogEvents(bus, outbox));
        assertEquals(json("{\"batchItemFailures\":[]}"), answer);
        var entry = aws.standIn().calls("AWSEvents.PutEvents").getFirst().input().path("Entries").get(0);
        assertEquals("commerce.catalog", entry.path("Source").asText());
        assertEquals("product.changed.v1", entry.path("DetailType").asText());
        assertMatchesSchema(Json.read(entry.path("Detail").asText(), Event.class));
    }

    @Test
    void anEventWithAFieldTooManyWouldNotPass() {
        put("shop", "A", product("A", 1));
        var event = table.outbox().getFirst();
        var data = ((ObjectNode) event.data()).deepCopy().put("stock", 5);
        var wrong = new Event(event.id(), event.source(), event.type(), event.time(), event.subject(), event.tenant(), data);
        assertThrows(AssertionError.class, () -> assertMatchesSchema(wrong));
    }

    @Test
    void whatTheStreamLeftBehindIsPublishedLaterAndThenNoMore() {
        play("put-product", putProduct);
        var republish = new RepublishCatalogEvents(bus, outbox, clock);
        assertEquals(0, play("republish-catalog-events", republish).path("published").asInt());
        clock.advance(Duration.ofMinutes(6));
        assertEquals(1, play("republish-catalog-events", republish).path("published").asInt());
        assertEquals(0, play("republish-catalog-events", republish).path("published").asInt());
        assertEquals(0, table.outbox().size());
    }
}
