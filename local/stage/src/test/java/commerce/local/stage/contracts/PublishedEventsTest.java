package commerce.local.stage.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every event that reached the bus, in this and every other test of this JVM so far, keeps to {@code events/published}; and every type was seen. */
@QuarkusTest
class PublishedEventsTest {

    @Inject
    TestStage stage;

    @Inject
    BusWitness witness;

    @BeforeEach
    void live() {
        ShopsLife.lived(stage);
    }

    @Test
    void everyEventIsValidByItsSchemaAndItsIdNamesNoOther() {
        assertEquals("", String.join("\n", witness.faults()));
    }

    @Test
    void everyTypeWithASchemaIsPublishedInAShopsLife() {
        assertEquals(Contracts.namesIn("published"), new TreeSet<>(witness.types()));
    }

    /** The judge itself. */
    @Test
    void anEventThatBreaksItsContractIsFound() {
        assertEquals(List.of(), witness.faults(envelope("judged-1")));
        assertNotEquals(List.of(), witness.faults(withData("judged-2", "{\"orderId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\"}")));
        assertNotEquals(List.of(), witness.faults(withData("judged-1", "{\"orderId\":\"01ARZ3NDEKTSV4RRFFQ69G5FAW\",\"reason\":\"BY_CUSTOMER\"}")));
        assertNotEquals(List.of(), witness.faults(envelope("judged-3").put("source", "commerce.payment")));
        assertNotEquals(List.of(), witness.faults(envelope("judged-4").put("detail-type", "order.lost.v1")));
    }

    private static ObjectNode withData(String id, String data) {
        var envelope = envelope(id);
        envelope.withObject("/detail").set("data", Json.read(data));
        return envelope;
    }

    private static ObjectNode envelope(String id) {
        return (ObjectNode) Json.read("""
                {"source":"commerce.ordering","detail-type":"order.cancelled.v1","detail":{"specversion":"1.0","id":"%s","source":"commerce.ordering",
                 "type":"order.cancelled.v1","time":"2026-11-21T02:00:00Z","subject":"01ARZ3NDEKTSV4RRFFQ69G5FAV","tenant":"judges",
                 "datacontenttype":"application/json","data":{"orderId":"01ARZ3NDEKTSV4RRFFQ69G5FAV","reason":"BY_CUSTOMER"}}}""".formatted(id));
    }
}
