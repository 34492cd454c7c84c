package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads a table's stream, publishes the events each change brought, and marks them as published.
 *
 * <p>A change brought the outbox attributes its new image has and its old one had not. Publishing stops at the first failure and reports
 * that record, so that the poller comes back from there: an event may be published twice, never lost, and in order per item.
 */
public abstract class EventPublisher extends Operation {

    private static final Logger LOG = Logger.getLogger(EventPublisher.class);

    private final EventBus bus;
    private final OutboxTable outbox;

    protected EventPublisher(EventBus bus, OutboxTable outbox) {
        this.bus = bus;
        this.outbox = outbox;
    }

    private record Change(String sequenceNumber, Map<String, AttributeValue> image, String attribute, Event event) {}

    @Override
    final Object answer(JsonNode message, Context context) {
        var changes = new ArrayList<Change>();
        message.path("Records").forEach(entry -> changes.addAll(changesOf(entry.path("dynamodb"))));
        var published = bus.publish(changes.stream().map(Change::event).toList());
        mark(offered(changes, published));
        if (published == changes.size()) {
            return new EventConsumer.BatchResponse(List.of());
        }
        LOG.warnf("%d of %d events were not accepted by the bus, they will be tried again", changes.size() - published, changes.size());
        return new EventConsumer.BatchResponse(List.of(new EventConsumer.BatchResponse.Failure(changes.get(published).sequenceNumber())));
    }

    private static List<Change> changesOf(JsonNode entry) {
        var image = Items.fromStream(entry.path("NewImage"));
        var old = entry.path("OldImage");
        return Outbox.eventsOf(image).entrySet().stream()
                .filter(event -> !old.has(event.getKey()))
                .map(event -> new Change(entry.path("SequenceNumber").asText(), image, event.getKey(), event.getValue()))
                .toList();
    }

    /** The last image of each item with all of its events, however many of them the batch held. */
    private static List<Offered> offered(List<Change> changes, int published) {
        var images = new LinkedHashMap<Map<String, AttributeValue>, Map<String, AttributeValue>>();
        var taken = new HashMap<Map<String, AttributeValue>, Set<String>>();
        for (int i = 0; i < changes.size(); i++) {
            var change = changes.get(i);
            var key = Items.keyOf(change.image());
            images.put(key, change.image());
            var attributes = taken.computeIfAbsent(key, any -> new TreeSet<>());
            if (i < published) {
                attributes.add(change.attribute());
            }
        }
        return images.entrySet().stream().map(item -> new Offered(item.getValue(), taken.get(item.getKey()))).toList();
    }

    /** Marks what is published, one write per item. Overridden where a write that the items need anyway can carry the mark. */
    protected void mark(List<Offered> items) {
        items.forEach(item -> outbox.markPublished(Settings.require("TABLE_NAME"), item));
    }
}
