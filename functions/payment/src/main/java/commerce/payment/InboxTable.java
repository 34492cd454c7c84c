package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Verdict;
import commerce.payment.provider.PaymentProvider.SignedEvent;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The inbox in the payment table: every verified notification as it came, once, and what became of it. Every key and every expression.
 *
 * <pre>
 * pk _platform#&lt;provider&gt;#&lt;eventId&gt;  sk INBOX   {rawBody, evidence, notification, receivedAt, verdict?, why?, replays?}
 * </pre>
 *
 * While it has not been applied it is in the sparse index {@value #INDEX} ({@code inboxShard}, {@code receivedAt}), where the sweeper finds
 * what the stream left behind. It belongs to the installation, not to a tenant: whose it is, its content says.
 */
@Singleton
public class InboxTable {

    static final String INDEX = "unapplied";
    private static final String SHARD = "_platform#INBOX";
    private static final String SORT_KEY = "INBOX";
    private static final int PAGE = 100;
    /** Longer than any provider repeats itself or lets money be disputed; what was quarantined is kept for ever. */
    private static final Duration KEPT = Duration.ofDays(400);

    private final DynamoDbClient dynamoDb;
    private final Clock clock;

    public InboxTable(DynamoDbClient dynamoDb, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
    }

    /**
     * One verified notification.
     *
     * @param provider who said it
     * @param eventId which
     * @param notification what
     * @param isOpen whether it waits to be applied
     */
    record Entry(String provider, String eventId, Notification notification, boolean isOpen) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> key(String provider, String eventId) {
        return Items.key("_platform#" + provider + "#" + eventId, SORT_KEY);
    }

    /** Puts it in, unless it is there already. @return whether it is new */
    boolean storeIfAbsent(String provider, SignedEvent event, Map<String, String> evidence, byte[] rawBody) {
        var key = key(provider, event.eventId());
        var item = Items.item(key.get(Items.PK).s(), SORT_KEY, "inbox");
        item.put("provider", Items.s(provider));
        item.put("eventId", Items.s(event.eventId()));
        item.put("rawBody", AttributeValue.fromB(SdkBytes.fromByteArray(rawBody)));
        item.put("evidence", Items.json(evidence));
        item.put("notification", Items.json(event.notification()));
        item.put("receivedAt", Items.instant(clock.instant()));
        if (event.notification() instanceof Notification.Ignored) {
            item.put("verdict", Items.s(Verdict.IGNORED.name()));
        } else {
            item.put("inboxShard", Items.s(SHARD));
        }
        try {
            dynamoDb.putItem(request -> request.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)"));
            return true;
        } catch (ConditionalCheckFailedException duplicate) {
            return false;
        }
    }

    /** The entry in a stream record's new image. */
    static Entry entry(JsonNode newImage) {
        return entry(Items.fromStream(newImage));
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        return new Entry(Items.text(item, "provider"), Items.text(item, "eventId"), Items.json(item, "notification", Notification.class), item.containsKey("inboxShard"));
    }

    /** An entry with the bytes it was read from. */
    record Stored(Entry entry, byte[] rawBody) {}

    Optional<Stored> find(String provider, String eventId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(key(provider, eventId)).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(new Stored(entry(item), item.get("rawBody").b().asByteArray()));
    }

    /** It waits to be applied again, as what it is now read as. */
    void reopen(Entry entry) {
        dynamoDb.updateItem(request -> request.tableName(table()).key(key(entry.provider(), entry.eventId()))
                .updateExpression("SET notification = :notification, inboxShard = :shard, replays = if_not_exists(replays, :zero) + :one, replayedAt = :now, version = version + :one "
                        + "REMOVE verdict, why, appliedAt, expiresAt")
                .conditionExpression("attribute_exists(pk)")
                .expressionAttributeValues(Map.of(":notification", Items.json(entry.notification()), ":shard", Items.s(SHARD), ":zero", Items.n(0), ":one", Items.n(1),
                        ":now", Items.instant(clock.instant()))));
    }

    /** It has had its effect, or needs none. Nothing if somebody else has marked it. */
    void markApplied(Entry entry, Verdict verdict) {
        mark(entry, "SET verdict = :verdict, appliedAt = :now, expiresAt = :expires, version = version + :one REMOVE inboxShard", Map.of(),
                Map.of(":verdict", Items.s(verdict.name()), ":now", Items.instant(clock.instant()), ":one", Items.n(1),
                        ":expires", Items.n(clock.instant().plus(KEPT).getEpochSecond())));
    }

    /** It must have no effect; the event tells somebody. Nothing if somebody else has marked it. */
    void markQuarantined(Entry entry, String why, Event quarantined) {
        var outbox = Outbox.onUpdate(clock.instant(), quarantined);
        mark(entry, "SET verdict = :verdict, why = :why, appliedAt = :now, version = version + :one, " + outbox.set() + " REMOVE inboxShard ADD " + outbox.add(),
                outbox.names(Map.of()),
                outbox.values(Map.of(":verdict", Items.s(Verdict.QUARANTINED.name()), ":why", Items.s(why), ":now", Items.instant(clock.instant()), ":one", Items.n(1))));
    }

    private void mark(Entry entry, String change, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            dynamoDb.updateItem(request -> {
                request.tableName(table()).key(key(entry.provider(), entry.eventId())).updateExpression(change)
                        .conditionExpression("attribute_exists(inboxShard)").expressionAttributeValues(values);
                if (!names.isEmpty()) {
                    request.expressionAttributeNames(names);
                }
            });
        } catch (ConditionalCheckFailedException marked) {
            // The stream and the sweeper met: both applied it, which is as good as once.
            return;
        }
    }

    /** A page of entries that came before that moment and still wait, oldest first, read consistently. */
    Page unappliedBefore(Instant moment, Optional<Map<String, AttributeValue>> after) {
        var found = dynamoDb.query(request -> request.tableName(table()).indexName(INDEX).limit(PAGE)
                .keyConditionExpression("inboxShard = :shard AND receivedAt < :moment")
                .expressionAttributeValues(Map.of(":shard", Items.s(SHARD), ":moment", Items.instant(moment)))
                .exclusiveStartKey(after.orElse(null)));
        var entries = found.items().stream().flatMap(item -> find(item).stream()).toList();
        return new Page(entries, found.hasLastEvaluatedKey() && !found.lastEvaluatedKey().isEmpty() ? Optional.of(new HashMap<>(found.lastEvaluatedKey())) : Optional.empty());
    }

    /** Some entries, and where to go on. */
    record Page(List<Entry> entries, Optional<Map<String, AttributeValue>> next) {}

    private Optional<Entry> find(Map<String, AttributeValue> keys) {
        var key = Map.of(Items.PK, keys.get(Items.PK), Items.SK, keys.get(Items.SK));
        var item = dynamoDb.getItem(request -> request.tableName(table()).key(key).consistentRead(true)).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(entry(item)).filter(Entry::isOpen);
    }
}
