package commerce.kernel;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The outbox's own reads and writes, the same in every table: marking events as published, and finding those that never were. */
@Singleton
public class OutboxTable {

    private final DynamoDbClient dynamoDb;

    public OutboxTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * Removes published events from an item; usually one write. An event that somebody else has removed already is passed over, so the
     * count stays right when the stream and the sweeper meet.
     */
    public void markPublished(String table, Offered item) {
        var key = Items.keyOf(item.item());
        var events = item.published();
        var left = Optional.of((Set<String>) new TreeSet<>(events));
        var last = true;
        while (left.isPresent() && !left.get().isEmpty()) {
            left = last ? removeLast(table, key, left.get()) : removeSome(table, key, left.get());
            last = !last;
        }
    }

    /** All that is unpublished is these: the item leaves the index. Otherwise answers what is still there of them. */
    private Optional<Set<String>> removeLast(String table, Map<String, AttributeValue> key, Set<String> events) {
        return remove(table, key, events, "outboxCount = :count", ", outboxShard, outboxSince SET outboxCount = :zero", Map.of(":count", Items.n(events.size()), ":zero", Items.n(0)));
    }

    /** Others are unpublished too. Otherwise answers what is still there of these. */
    private Optional<Set<String>> removeSome(String table, Map<String, AttributeValue> key, Set<String> events) {
        return remove(table, key, events, "outboxCount > :count", " SET outboxCount = outboxCount - :count", Map.of(":count", Items.n(events.size())));
    }

    private Optional<Set<String>> remove(String table, Map<String, AttributeValue> key, Set<String> events, String guard, String change, Map<String, AttributeValue> values) {
        var names = new HashMap<String, String>();
        events.forEach(event -> names.put("#e" + names.size(), event));
        var exist = names.keySet().stream().map(name -> "attribute_exists(" + name + ")").reduce(guard, (a, b) -> a + " AND " + b);
        try {
            dynamoDb.updateItem(request -> request.tableName(table).key(key)
                    .updateExpression("REMOVE " + String.join(", ", names.keySet()) + change)
                    .conditionExpression(exist)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            var still = new TreeSet<>(events);
            still.retainAll(e.hasItem() ? e.item().keySet() : Set.of());
            return Optional.of(still);
        }
    }

    /** Items with events that were written before that moment and are still unpublished, at most {@code limit} a shard. */
    List<Map<String, AttributeValue>> unpublishedBefore(String table, Instant moment, int limit) {
        var found = new ArrayList<Map<String, AttributeValue>>();
        for (var shard : Outbox.shards()) {
            var keys = dynamoDb.query(request -> request.tableName(table).indexName(Outbox.INDEX).limit(limit)
                    .keyConditionExpression("outboxShard = :shard AND outboxSince < :moment")
                    .expressionAttributeValues(Map.of(":shard", Items.s(shard), ":moment", Items.instant(moment)))).items();
            for (var key : keys) {
                var item = dynamoDb.getItem(request -> request.tableName(table).consistentRead(true).key(Map.of(Items.PK, key.get(Items.PK), Items.SK, key.get(Items.SK)))).item();
                if (!item.isEmpty()) {
                    found.add(item);
                }
            }
        }
        return found;
    }
}
