package commerce.kernel;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Events that travel inside the item whose change they tell, so that neither can be written without the other.
 *
 * <p>Each unpublished event is one attribute {@code outbox#<event type>/<discriminator>}; {@code outboxCount} says how many there are. While there is one,
 * {@code outboxShard} and {@code outboxSince} put the item into the sparse index {@value #INDEX}, where the sweeper finds what stayed
 * unpublished. A second change before the first is published adds an attribute and loses nothing.
 *
 * <p>Use {@link #onPut} for an item that did not exist, {@link #onUpdate} for everything else. Never put over an existing item.
 */
public final class Outbox {

    public static final String INDEX = "unpublished";
    static final String PREFIX = "outbox#";
    static final String COUNT = "outboxCount";
    static final String SHARD = "outboxShard";
    static final String SINCE = "outboxSince";
    private static final String SHARD_PREFIX = "_platform#OUTBOX#";
    /** Spreads the index: one partition of it takes 1,000 writes a second, and its back-pressure would reach the table. */
    private static final int SHARDS = 8;

    private Outbox() {}

    static List<String> shards() {
        return IntStream.range(0, SHARDS).mapToObj(shard -> SHARD_PREFIX + shard).toList();
    }

    /** Adds the events to a new item's attributes. */
    public static void onPut(Map<String, AttributeValue> item, Instant now, Event... events) {
        for (var event : events) {
            item.put(attributeOf(event), Items.json(event));
        }
        item.put(COUNT, Items.n(events.length));
        item.put(SHARD, Items.s(shardOf(events[0])));
        item.put(SINCE, Items.instant(now));
    }

    /**
     * The event's id without what every event of the item shares. Few distinct names matter: JSON parsers, DynamoDB Local's among them, keep
     * a table of the field names they have met.
     */
    private static String attributeOf(Event event) {
        var shared = event.tenant() + "/" + event.subject() + "/";
        return PREFIX + (event.id().startsWith(shared) ? event.id().substring(shared.length()) : event.id());
    }

    private static String shardOf(Event event) {
        return SHARD_PREFIX + Math.floorMod(event.id().hashCode(), SHARDS);
    }

    /** The parts of an update expression that add one event to an item; see {@link Update}. */
    public static Update onUpdate(Instant now, Event event) {
        return new Update(event, now);
    }

    /**
     * What an update that tells an event must contain.
     *
     * @param event the event
     * @param now when
     */
    public record Update(Event event, Instant now) {

        /** Goes into the SET clause (without a comma around it). */
        public String set() {
            return "#outboxEvent = :outboxEvent, outboxShard = if_not_exists(outboxShard, :outboxShard), outboxSince = if_not_exists(outboxSince, :outboxSince)";
        }

        /** Goes into the ADD clause. */
        public String add() {
            return "outboxCount :outboxOne";
        }

        /** Merged with the caller's own names. */
        public Map<String, String> names(Map<String, String> own) {
            var names = new HashMap<>(own);
            names.put("#outboxEvent", attributeOf(event));
            return names;
        }

        /** Merged with the caller's own values. */
        public Map<String, AttributeValue> values(Map<String, AttributeValue> own) {
            var values = new HashMap<>(own);
            values.put(":outboxEvent", Items.json(event));
            values.put(":outboxShard", Items.s(shardOf(event)));
            values.put(":outboxSince", Items.instant(now));
            values.put(":outboxOne", Items.n(1));
            return values;
        }
    }

    /** The parts of an update that marks an item's only events as published, for a write that changes more of it; see {@link Published}. */
    public static Published onPublished(Set<String> attributes) {
        return new Published(List.copyOf(attributes));
    }

    /**
     * What an update that marks all of an item's events as published must contain.
     *
     * @param attributes of the events, all that the item has; not empty
     */
    public record Published(List<String> attributes) {

        /** Goes into the REMOVE clause. */
        public String remove() {
            return IntStream.range(0, attributes.size()).mapToObj(i -> "#published" + i).collect(Collectors.joining(", ")) + ", outboxShard, outboxSince";
        }

        /** Goes into the SET clause (without a comma around it). */
        public String set() {
            return "outboxCount = :outboxNone";
        }

        /** Goes into the condition: they are still there, and no others. */
        public String guard() {
            return IntStream.range(0, attributes.size()).mapToObj(i -> "attribute_exists(#published" + i + ")").collect(Collectors.joining(" AND ")) + " AND outboxCount = :outboxAll";
        }

        /** Merged with the caller's own names. */
        public Map<String, String> names(Map<String, String> own) {
            var names = new HashMap<>(own);
            IntStream.range(0, attributes.size()).forEach(i -> names.put("#published" + i, attributes.get(i)));
            return names;
        }

        /** Merged with the caller's own values. */
        public Map<String, AttributeValue> values(Map<String, AttributeValue> own) {
            var values = new HashMap<>(own);
            values.put(":outboxNone", Items.n(0));
            values.put(":outboxAll", Items.n(attributes.size()));
            return values;
        }
    }

    /** The unpublished events of an item: attribute name to event. */
    static Map<String, Event> eventsOf(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(PREFIX))
                .collect(Collectors.toMap(Map.Entry::getKey, attribute -> Json.read(attribute.getValue().s(), Event.class)));
    }
}
