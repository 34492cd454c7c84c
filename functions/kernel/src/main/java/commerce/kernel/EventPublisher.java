package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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

    private record Change(String sequenceNumber, Map<String, AttributeValue> key, String attribute, Event event) {}

    @Override
    final Object answer(JsonNode message, Context context) {
        var changes = new ArrayList<Change>();
        message.path("Records").forEach(entry -> changes.addAll(changesOf(entry.path("dynamodb"))));
        var published = bus.publish(changes.stream().map(Change::event).toList());
        mark(changes.subList(0, published));
        if (published == changes.size()) {
            return new EventConsumer.BatchResponse(List.of());
        }
        LOG.warnf("%d of %d events were not accepted by the bus, they will be tried again", changes.size() - published, changes.size());
        return new EventConsumer.BatchResponse(List.of(new EventConsumer.BatchResponse.Failure(changes.get(published).sequenceNumber())));
    }

    private static List<Change> changesOf(JsonNode entry) {
        var image = Items.fromStream(entry.path("NewImage"));
        var old = entry.path("OldImage");
        var key = Items.fromStream(entry.path("Keys"));
        return Outbox.eventsOf(image).entrySet().stream()
                .filter(event -> !old.has(event.getKey()))
                .map(event -> new Change(entry.path("SequenceNumber").asText(), key, event.getKey(), event.getValue()))
                .toList();
    }

    /** One write per item, however many of its events the batch held. */
    private void mark(List<Change> published) {
        var byItem = new LinkedHashMap<Map<String, AttributeValue>, Set<String>>();
        published.forEach(change -> byItem.computeIfAbsent(change.key(), key -> new TreeSet<>()).add(change.attribute()));
        byItem.forEach((key, events) -> outbox.markPublished(Settings.require("TABLE_NAME"), key, events));
    }
}
