package commerce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.inventory.domain.Stock;
import commerce.kernel.Json;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every sample in {@code events/operations} of an Inventory operation, through the real handler, in the order of a shop's day. */
class SamplesTest {

    private static final Warehouse WAREHOUSE = new Warehouse();
    private final Set<String> played = new HashSet<>();

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    private JsonNode play(String operation) {
        played.add(operation);
        return WAREHOUSE.invoke(operation, Json.read(PublishedEvents.sample(operation)));
    }

    @Test
    void everySampleIsUnderstoodByItsOperation() {
        assertEquals(201, play("receive-stock").path("statusCode").asInt());
        assertEquals(201, play("adjust-stock").path("statusCode").asInt());
        assertEquals("HELD", play("reserve-stock").path("status").asText());
        assertEquals("COMMITTED", play("commit-stock").path("status").asText());
        assertEquals("COMMITTED", play("release-stock").path("status").asText());
        assertEquals("{\"batchItemFailures\":[]}", play("return-stock").toString());
        assertEquals(new Stock(97, 97, 0, 0), Json.read(play("get-stock").path("body").asText(), Stock.class));
        assertEquals("{\"stock\":[{\"sku\":\"COFFEE-BEANS-250G\",\"available\":97},{\"sku\":\"THERMOS-500ML\",\"available\":0}]}", play("read-stock").toString());
        assertEquals("{\"batchItemFailures\":[]}", play("publish-inventory-events").toString());
        assertEquals("{\"published\":0}", play("republish-inventory-events").toString(), "nothing is older than five minutes yet");
        assertEquals(WAREHOUSE.operations.keySet(), played, "an operation without a sample");
    }

    @Test
    void whatTheStreamLeftBehindIsPublishedFiveMinutesLater() {
        var tenant = Warehouse.newTenant();
        WAREHOUSE.receive(tenant, "CUP", 1);
        WAREHOUSE.aws.standIn().forgetCalls();
        WAREHOUSE.clock.advance(Duration.ofMinutes(6));
        assertTrue(play("republish-inventory-events").path("published").asInt() >= 1);
        assertEquals(List.of(), WAREHOUSE.eventTypes(tenant));
        var entries = WAREHOUSE.aws.standIn().calls("AWSEvents.PutEvents").stream().flatMap(call -> call.input().path("Entries").valueStream())
                .filter(entry -> Json.read(entry.path("Detail").asText()).path("tenant").asText().equals(tenant)).toList();
        assertEquals(1, entries.size());
        assertEquals("commerce.inventory", entries.getFirst().path("Source").asText());
        assertEquals("stock.received.v1", entries.getFirst().path("DetailType").asText());
    }
}
