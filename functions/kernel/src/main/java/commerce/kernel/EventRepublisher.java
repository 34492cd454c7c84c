package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sweeper: runs on a schedule and publishes what has been waiting for more than five minutes, which the stream should have
 * published long before.
 */
public abstract class EventRepublisher extends Operation {

    static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ITEMS_PER_SHARD = 100;
    private static final Logger LOG = Logger.getLogger(EventRepublisher.class);

    private final EventBus bus;
    private final OutboxTable outbox;
    private final Clock clock;

    protected EventRepublisher(EventBus bus, OutboxTable outbox, Clock clock) {
        this.bus = bus;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What a run did. */
    public record Swept(int published) {}

    @Override
    final Object answer(JsonNode message, Context context) {
        var found = outbox.unpublishedBefore(Settings.require("TABLE_NAME"), clock.instant().minus(PATIENCE), ITEMS_PER_SHARD);
        var offered = new ArrayList<Offered>();
        try {
            found.forEach(item -> offered.add(publish(item)));
        } finally {
            mark(offered);
        }
        var published = offered.stream().mapToInt(item -> item.published().size()).sum();
        if (published > 0) {
            LOG.warnf("published %d events that the stream had left behind", published);
        }
        return new Swept(published);
    }

    private Offered publish(Map<String, AttributeValue> item) {
        var names = new ArrayList<String>();
        var events = new ArrayList<Event>();
        Outbox.eventsOf(item).forEach((name, event) -> {
            names.add(name);
            events.add(event);
        });
        return new Offered(item, new TreeSet<>(names.subList(0, bus.publish(events))));
    }

    /** Marks what is published, one write per item. Overridden where a write that the items need anyway can carry the mark. */
    protected void mark(List<Offered> items) {
        items.forEach(item -> outbox.markPublished(Settings.require("TABLE_NAME"), item));
    }
}
