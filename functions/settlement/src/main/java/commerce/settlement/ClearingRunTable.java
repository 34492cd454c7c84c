package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.clearing.Clearing;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What a clearing as a whole keeps in the settlement table: every key and every expression.
 *
 * <pre>
 * pk                sk                        what
 * t#CLEARING#date   CLEARING                  the clearing, version-guarded; until it is DONE in GSI due
 * t#CLEARING#date   PAGE#run#name             some of a run's merchants, and what became of them; removed by TTL
 * t#CLEARING#date   SETTLEMENT#merchant#seq   attribute payoutFile: the file its payouts stand in
 * </pre>
 *
 * Assigning payouts to a file and closing the file both move the clearing's version: no payout comes into a file that is closed.
 */
@Singleton
public class ClearingRunTable {

    private static final String CLEARING = "CLEARING";
    private static final Duration PAGES_KEPT = Duration.ofDays(30);

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public ClearingRunTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /** A clearing as read. @param version 0 if it is not stored yet */
    record Stored(Clearing clearing, long version) {}

    /** A merchant of a page. @param dates of the unclaimed lines the index showed; none if only an unfinished settlement is left */
    record PageEntry(String merchantId, List<LocalDate> dates) {

        PageEntry and(Optional<LocalDate> date) {
            return new PageEntry(merchantId, Stream.concat(dates.stream(), date.stream()).toList());
        }
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> keyOf(String tenant, LocalDate date) {
        return Items.key(ClearingTable.clearingPartition(tenant, date), CLEARING);
    }

    private static String pagesOf(int run) {
        return "PAGE#%05d#".formatted(run);
    }

    Optional<Stored> find(String tenant, LocalDate date) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(keyOf(tenant, date))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(new Stored(Items.json(item, "clearing", Clearing.class), Items.number(item, "version")));
    }

    /** Keeps a clearing's next state. @return false if it has moved: read again */
    boolean keep(String tenant, Stored before, Clearing next, Optional<Event> event) {
        return committed(List.of(save(tenant, before, next, event)));
    }

    /** Puts settlements into the file that is open. @return false if the clearing or one of them has moved: read again */
    boolean assign(String tenant, Stored before, List<Settlement> settlements, int file) {
        var assigned = settlements.stream().map(settlement -> TransactWriteItem.builder().update(update -> update.tableName(table()).key(ClearingTable.keyOf(tenant, settlement))
                .updateExpression("SET payoutFile = :file")
                .conditionExpression("attribute_exists(paidAt) AND attribute_not_exists(payoutFile)")
                .expressionAttributeValues(Map.of(":file", n(file)))).build());
        return committed(Stream.concat(Stream.of(save(tenant, before, before.clearing(), Optional.empty())), assigned).toList());
    }

    private boolean committed(List<TransactWriteItem> actions) {
        return transactions.write(actions) instanceof Transactions.Outcome.Committed;
    }

    private static TransactWriteItem save(String tenant, Stored before, Clearing next, Optional<Event> event) {
        return before.version() == 0 ? putIfAbsent(tenant, next) : updateIfUnmoved(tenant, before.version(), next, event);
    }

    private static TransactWriteItem putIfAbsent(String tenant, Clearing clearing) {
        var item = Items.item(ClearingTable.clearingPartition(tenant, clearing.date()), CLEARING, "clearing");
        item.put("clearing", Items.json(clearing));
        item.putAll(DueIndex.keys(tenant, clearing.date()));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    private static TransactWriteItem updateIfUnmoved(String tenant, long version, Clearing next, Optional<Event> event) {
        var done = next.status() == Clearing.Status.DONE;
        var outbox = event.map(told -> Outbox.onUpdate(told.time(), told));
        var names = Map.of("#version", "version");
        var values = new HashMap<>(Map.of(":clearing", Items.json(next), ":version", n(version), ":one", n(1)));
        if (!done) {
            DueIndex.keys(tenant, next.date()).forEach((name, value) -> values.put(":" + name, value));
        }
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(keyOf(tenant, next.date()))
                .updateExpression("SET clearing = :clearing" + (done ? "" : ", dueShard = :dueShard, dueKey = :dueKey") + outbox.map(told -> ", " + told.set()).orElse("")
                        + " ADD #version :one" + outbox.map(told -> ", " + told.add()).orElse("") + (done ? " REMOVE dueShard, dueKey" : ""))
                .conditionExpression("#version = :version")
                .expressionAttributeNames(outbox.map(told -> told.names(names)).orElse(names))
                .expressionAttributeValues(outbox.map(told -> told.values(values)).orElse(values))).build();
    }

    // ---- the pages of a run

    /** @param page a name no other page of the run has */
    void putPage(String tenant, LocalDate date, int run, String page, List<PageEntry> entries, Instant now) {
        var item = Items.item(ClearingTable.clearingPartition(tenant, date), pagesOf(run) + page, "clearingPage");
        item.put("merchants", Items.json(entries));
        item.put("counts", Items.json(Clearing.Counts.planned(entries.size())));
        item.put(Items.EXPIRES_AT, n(now.plus(PAGES_KEPT).getEpochSecond()));
        dynamoDb.putItem(put -> put.tableName(table()).item(item));
    }

    /** @throws IllegalStateException if there is no such page */
    List<PageEntry> page(String tenant, LocalDate date, int run, String page) {
        var key = Items.key(ClearingTable.clearingPartition(tenant, date), pagesOf(run) + page);
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key)).item();
        if (item.isEmpty()) {
            throw new IllegalStateException("run " + run + " of the clearing of " + date + " has no page " + page);
        }
        return Items.jsonList(item, "merchants", PageEntry.class);
    }

    /** What became of a page. */
    void keepCounts(String tenant, LocalDate date, int run, String page, Clearing.Counts counts) {
        dynamoDb.updateItem(update -> update.tableName(table()).key(Items.key(ClearingTable.clearingPartition(tenant, date), pagesOf(run) + page))
                .updateExpression("SET counts = :counts").conditionExpression("attribute_exists(pk)").expressionAttributeValues(Map.of(":counts", Items.json(counts))));
    }

    /** What the pages of a run have come to so far. */
    Clearing.Counts progress(String tenant, LocalDate date, int run) {
        return dynamoDb.queryPaginator(request -> request.tableName(table())
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :pages)")
                        .expressionAttributeValues(Map.of(":pk", s(ClearingTable.clearingPartition(tenant, date)), ":pages", s(pagesOf(run)))))
                .items().stream().map(item -> Items.json(item, "counts", Clearing.Counts.class)).reduce(Clearing.Counts.none(), Clearing.Counts::plus);
    }
}
