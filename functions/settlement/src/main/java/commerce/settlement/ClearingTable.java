package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.clearing.BusinessCalendar;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Lines and settlements in the settlement table: every key and every expression. What a clearing as a whole keeps is in
 * {@link ClearingRunTable}.
 *
 * <pre>
 * pk                        sk                        what
 * t#PAYABLE#merchant#date   LINE#lineId               a payable line, never changed but for who has claimed it; while unclaimed in GSI due
 * t#PAYABLE#merchant#CARRY  LINE#lineId               what a settlement left negative, as a line of the next one
 * t#CLEARING#date           SETTLEMENT#merchant#seq   a settlement; the key is what makes settle id and trade date unique
 * </pre>
 *
 * A settlement is written under its version only, always together with the lines whose claim it counts: two runs at once cannot both win.
 */
@Singleton
public class ClearingTable {

    /** One transaction has at most 100 actions, one of which is the settlement. */
    static final int BATCH = 99;
    private static final String LINE = "LINE#";
    private static final String CARRY = "CARRY";
    private static final String UNCLAIMED = "attribute_exists(pk) AND attribute_not_exists(settleId)";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public ClearingTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /**
     * A settlement as read.
     *
     * @param version 0 if it is not stored yet
     * @param paid whether its money has been transferred to the payouts
     * @param stated whether its statement is written: nothing is left to do
     * @param payoutFile the file its payouts stand in
     */
    record Stored(Settlement settlement, long version, boolean paid, boolean stated, Optional<Integer> payoutFile) {

        static Stored unsaved(Settlement settlement) {
            return new Stored(settlement, 0, false, false, Optional.empty());
        }

        /** As it is stored after it was moved once. */
        Stored with(Settlement next) {
            return new Stored(next, version + 1, paid, stated, payoutFile);
        }

        boolean is(Settlement.Status status) {
            return settlement.status() == status;
        }
    }

    /** Some lines. @param after where to go on, or empty at the end */
    record Lines(List<PayableLine> lines, Optional<String> after) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /** The calendar that dates belong to, see {@link BusinessDays}. */
    public static BusinessCalendar calendar() {
        return new BusinessCalendar(BusinessDays.zone());
    }

    static String clearingPartition(String tenant, LocalDate date) {
        return tenant + "#CLEARING#" + date;
    }

    private static String linesPartition(String tenant, String merchantId, String source) {
        return tenant + "#PAYABLE#" + merchantId + "#" + source;
    }

    private static String partitionOf(String tenant, PayableLine line) {
        return linesPartition(tenant, line.merchantId(), line.isCarried() ? CARRY : line.businessDate().toString());
    }

    private static String settlementsOf(String merchantId) {
        return "SETTLEMENT#" + merchantId + "#";
    }

    private static String sortKeyOf(Settlement settlement) {
        return settlementsOf(settlement.merchantId()) + "%03d".formatted(settlement.sequence());
    }

    static Map<String, AttributeValue> keyOf(String tenant, Settlement settlement) {
        return Items.key(clearingPartition(tenant, settlement.tradeDate()), sortKeyOf(settlement));
    }

    // ---- lines

    /** The write of a new line, for the transaction of the ledger entry it belongs to. Its condition: no such line yet. */
    public static TransactWriteItem putIfAbsent(String tenant, PayableLine line) {
        var item = Items.item(partitionOf(tenant, line), LINE + line.lineId(), "payableLine");
        item.put("orderId", s(line.orderId()));
        item.put("businessDate", s(line.businessDate().toString()));
        item.put("currency", s(line.net().currency().getCurrencyCode()));
        item.put("gross", n(line.gross().minor()));
        item.put("commission", n(line.commission().minor()));
        item.put("fee", n(line.fee().minor()));
        item.put("net", n(line.net().minor()));
        item.put("occurredAt", Items.instant(line.occurredAt()));
        if (!line.isCarried()) {
            // What is carried over waits for something to be taken off; alone it makes nobody due.
            item.putAll(DueIndex.keys(tenant, line));
        }
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /** Lines of one of the merchant's dates that nobody has claimed, in the order of their ids. @param evaluated how many items are read at most */
    Lines unclaimed(String tenant, String merchantId, LocalDate date, Optional<String> after, int evaluated) {
        return unclaimedIn(linesPartition(tenant, merchantId, date.toString()), merchantId, after, evaluated);
    }

    /** What earlier settlements left negative: at most one line for each currency is unclaimed. */
    List<PayableLine> unclaimedCarry(String tenant, String merchantId) {
        var found = new ArrayList<PayableLine>();
        var page = new Lines(List.of(), Optional.of(""));
        while (page.after().isPresent()) {
            page = unclaimedIn(linesPartition(tenant, merchantId, CARRY), merchantId, page.after().filter(key -> !key.isEmpty()), 1_000);
            found.addAll(page.lines());
        }
        return found;
    }

    private Lines unclaimedIn(String partition, String merchantId, Optional<String> after, int evaluated) {
        var page = dynamoDb.query(request -> {
            request.tableName(table()).consistentRead(true).limit(evaluated)
                    .keyConditionExpression("pk = :pk").filterExpression("attribute_not_exists(settleId)")
                    .expressionAttributeValues(Map.of(":pk", s(partition)));
            after.ifPresent(last -> request.exclusiveStartKey(Items.key(partition, last)));
        });
        return new Lines(page.items().stream().map(item -> line(merchantId, item)).toList(),
                page.hasLastEvaluatedKey() ? Optional.of(page.lastEvaluatedKey().get("sk").s()) : Optional.empty());
    }

    /** Every line a settlement has claimed, as it is stored now, page by page: a merchant may have more than fit into memory. */
    Stream<PayableLine> linesOf(String tenant, Settlement settlement) {
        var sources = Stream.concat(settlement.dates().stream().map(LocalDate::toString), settlement.claimed().hasCarried() ? Stream.of(CARRY) : Stream.empty());
        return sources.flatMap(source -> dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk").filterExpression("settleId = :settleId")
                        .expressionAttributeValues(Map.of(":pk", s(linesPartition(tenant, settlement.merchantId(), source)), ":settleId", s(settlement.settleId()))))
                .items().stream().map(item -> line(settlement.merchantId(), item)));
    }

    private static PayableLine line(String merchantId, Map<String, AttributeValue> item) {
        var currency = Items.text(item, "currency");
        return new PayableLine(merchantId, LocalDate.parse(Items.text(item, "businessDate")), Items.text(item, "sk").substring(LINE.length()), Items.text(item, "orderId"),
                Money.of(Items.number(item, "gross"), currency), Money.of(Items.number(item, "commission"), currency), Money.of(Items.number(item, "fee"), currency),
                Money.of(Items.number(item, "net"), currency), Items.instant(item, "occurredAt"));
    }

    // ---- settlements

    /** The merchant's settlement of that date with the highest sequence number. */
    Optional<Stored> latest(String tenant, LocalDate date, String merchantId) {
        return dynamoDb.query(request -> request.tableName(table()).consistentRead(true).scanIndexForward(false).limit(1)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :merchant)")
                        .expressionAttributeValues(Map.of(":pk", s(clearingPartition(tenant, date)), ":merchant", s(settlementsOf(merchantId)))))
                .items().stream().findFirst().map(ClearingTable::stored);
    }

    /** Every settlement of a date by merchant and sequence number, page by page. */
    Stream<Stored> settlements(String tenant, LocalDate date) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :settlements)")
                        .expressionAttributeValues(Map.of(":pk", s(clearingPartition(tenant, date)), ":settlements", s("SETTLEMENT#"))))
                .items().stream().map(ClearingTable::stored);
    }

    private static Stored stored(Map<String, AttributeValue> item) {
        return new Stored(Items.json(item, "settlement", Settlement.class), Items.number(item, "version"), item.containsKey("paidAt"), item.containsKey("statedAt"),
                Items.findNumber(item, "payoutFile").map(Math::toIntExact));
    }

    /** Claims a batch of lines for the settlement: all of them or none. @return false if a line or the settlement has moved: read again */
    boolean claimIfUnmoved(String tenant, Stored before, Settlement next, List<PayableLine> lines) {
        return moveLines(tenant, before, next, lines.stream().map(line -> claimIfUnclaimed(tenant, line, next)));
    }

    /** Gives lines of a settlement that is failing back. @return false if a line or the settlement has moved */
    boolean releaseIfUnmoved(String tenant, Stored before, List<PayableLine> lines) {
        return moveLines(tenant, before, before.settlement(), lines.stream().map(line -> releaseIfClaimed(tenant, line, before.settlement())));
    }

    private boolean moveLines(String tenant, Stored before, Settlement next, Stream<TransactWriteItem> lines) {
        return transactions.write(Stream.concat(Stream.of(save(tenant, before, next, Optional.empty())), lines).toList()) instanceof Transactions.Outcome.Committed;
    }

    private static TransactWriteItem claimIfUnclaimed(String tenant, PayableLine line, Settlement settlement) {
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(Items.key(partitionOf(tenant, line), LINE + line.lineId()))
                .updateExpression("SET settleId = :settleId, claimBatch = :batch REMOVE dueShard, dueKey")
                .conditionExpression(UNCLAIMED)
                .expressionAttributeValues(Map.of(":settleId", s(settlement.settleId()), ":batch", n(settlement.batches())))).build();
    }

    private static TransactWriteItem releaseIfClaimed(String tenant, PayableLine line, Settlement settlement) {
        var values = new HashMap<>(Map.of(":settleId", s(settlement.settleId())));
        DueIndex.keys(tenant, line).forEach((name, value) -> values.put(":" + name, value));
        if (line.isCarried()) {
            values.keySet().retainAll(List.of(":settleId"));
        }
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(Items.key(partitionOf(tenant, line), LINE + line.lineId()))
                .updateExpression((line.isCarried() ? "" : "SET dueShard = :dueShard, dueKey = :dueKey ") + "REMOVE settleId, claimBatch")
                .conditionExpression("settleId = :settleId")
                .expressionAttributeValues(values)).build();
    }

    /** Seals the settlement and leaves what it carries over as lines, in one write. @return false if it has moved: read again */
    boolean seal(String tenant, Stored before, Settlement sealed, List<PayableLine> carried, Event event) {
        return transactions.write(Stream.concat(Stream.of(save(tenant, before, sealed, Optional.of(event))), carried.stream().map(line -> putIfAbsent(tenant, line))).toList())
                instanceof Transactions.Outcome.Committed;
    }

    /** Keeps a settlement's next state by itself. @return false if it has moved: read again */
    boolean keep(String tenant, Stored before, Settlement next, Optional<Event> event) {
        return transactions.write(List.of(save(tenant, before, next, event))) instanceof Transactions.Outcome.Committed;
    }

    private static TransactWriteItem save(String tenant, Stored before, Settlement next, Optional<Event> event) {
        return before.version() == 0 ? putIfAbsent(tenant, next) : updateIfUnmoved(tenant, before, next, event);
    }

    private static TransactWriteItem putIfAbsent(String tenant, Settlement settlement) {
        var item = Items.item(clearingPartition(tenant, settlement.tradeDate()), sortKeyOf(settlement), "settlement");
        item.put("status", s(settlement.status().name()));
        item.put("settlement", Items.json(settlement));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    private static TransactWriteItem updateIfUnmoved(String tenant, Stored before, Settlement next, Optional<Event> event) {
        var outbox = event.map(told -> Outbox.onUpdate(told.time(), told));
        var names = Map.of("#version", "version", "#status", "status");
        var values = Map.of(":settlement", Items.json(next), ":next", s(next.status().name()), ":status", s(before.settlement().status().name()), ":version", n(before.version()),
                ":one", n(1));
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(keyOf(tenant, next))
                .updateExpression("SET settlement = :settlement, #status = :next" + outbox.map(told -> ", " + told.set()).orElse("")
                        + " ADD #version :one" + outbox.map(told -> ", " + told.add()).orElse(""))
                .conditionExpression("#version = :version AND #status = :status")
                .expressionAttributeNames(outbox.map(told -> told.names(names)).orElse(names))
                .expressionAttributeValues(outbox.map(told -> told.values(values)).orElse(values))).build();
    }

    void markPaid(String tenant, Settlement settlement, Instant now) {
        mark(tenant, settlement, "paidAt", now);
    }

    void markStated(String tenant, Settlement settlement, Instant now) {
        mark(tenant, settlement, "statedAt", now);
    }

    /** Once, at its first time: a repetition changes nothing. */
    private void mark(String tenant, Settlement settlement, String what, Instant now) {
        try {
            dynamoDb.updateItem(update -> update.tableName(table()).key(keyOf(tenant, settlement))
                    .updateExpression("SET #what = :now ADD #version :one")
                    .conditionExpression("#status = :sealed AND attribute_not_exists(#what)")
                    .expressionAttributeNames(Map.of("#what", what, "#status", "status", "#version", "version"))
                    .expressionAttributeValues(Map.of(":now", Items.instant(now), ":sealed", s(Settlement.Status.SEALED.name()), ":one", n(1))));
        } catch (ConditionalCheckFailedException markedBefore) {
            // Somebody else has come as far; what the mark says is true.
            return;
        }
    }
}
