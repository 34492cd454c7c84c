package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.OrderSettlement;
import commerce.settlement.domain.Posting;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The settlement table: every key and every expression.
 *
 * <pre>
 * pk                     sk                    what
 * t#ORDER#orderId        ENTRY#cause           a journal entry, immutable; postings as JSON; GSI byTenant (tenantKey, postedKey)
 * t#ORDER#orderId        SETTLEMENT            the order's commission state, version-guarded
 * t#BALANCES             currency#account      a running balance, debit-positive
 * </pre>
 */
@Singleton
public class SettlementTable {

    private static final String BY_TENANT = "byTenant";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public SettlementTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /** What became of an entry. */
    sealed interface Posted {

        record Written() implements Posted {}

        /** That cause has been posted before; nothing was written. */
        record AlreadyPosted(List<Posting> postings) implements Posted {}

        /** The order's commission state has changed since it was read: read again. */
        record StateMoved() implements Posted {}
    }

    /**
     * The commission state of an order as read.
     *
     * @param version 0 if there is none yet
     */
    record StoredSettlement(OrderSettlement settlement, long version) {}

    /** A balance, in minor units, debit-positive. */
    record Balance(String account, String currency, long balance) {}

    static String orderPartition(String tenant, String orderId) {
        return tenant + "#ORDER#" + orderId;
    }

    private static String balancesPartition(String tenant) {
        return tenant + "#BALANCES";
    }

    private static String entriesPartition(String tenant) {
        return tenant + "#ENTRIES";
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /** Posts an entry that depends on no state. */
    Posted post(String tenant, JournalEntry entry) {
        return write(tenant, entry, List.of(putEntryIfAbsent(tenant, entry)));
    }

    /** Posts an entry together with the order's next commission state. */
    Posted post(String tenant, JournalEntry entry, StoredSettlement before, OrderSettlement next) {
        return write(tenant, entry, List.of(putEntryIfAbsent(tenant, entry), putSettlementIfUnmoved(tenant, entry.orderId(), before.version(), next)));
    }

    private Posted write(String tenant, JournalEntry entry, List<TransactWriteItem> guarded) {
        var actions = new ArrayList<>(guarded);
        entry.postings().stream()
                .collect(Collectors.groupingBy(Posting::account, Collectors.mapping(Posting::amount, Collectors.reducing(Money::plus))))
                .forEach((account, sum) -> actions.add(addToBalance(tenant, account, sum.orElseThrow())));
        return switch (transactions.write(actions)) {
            case Transactions.Outcome.Committed() -> new Posted.Written();
            case Transactions.Outcome.Refused refused when refused.failed(0) ->
                    new Posted.AlreadyPosted(Items.jsonList(refused.item(0).orElseThrow(), "postings", Posting.class));
            case Transactions.Outcome.Refused refused -> new Posted.StateMoved();
        };
    }

    private static TransactWriteItem putEntryIfAbsent(String tenant, JournalEntry entry) {
        var item = Items.item(orderPartition(tenant, entry.orderId()), "ENTRY#" + entry.cause(), "entry");
        item.put("entryId", s(entry.entryId()));
        item.put("orderId", s(entry.orderId()));
        item.put("cause", s(entry.cause()));
        item.put("postedAt", Items.instant(entry.postedAt()));
        item.put("postings", Items.json(entry.postings()));
        item.put("tenantKey", s(entriesPartition(tenant)));
        item.put("postedKey", s(Items.time(entry.postedAt()) + "#" + entry.entryId()));
        Outbox.onPut(item, entry.postedAt(), Event.of("commerce.settlement", "ledger.entry_posted.v1", tenant, entry.orderId(), entry.cause(), entry.postedAt(),
                Map.of("entryId", entry.entryId(), "orderId", entry.orderId(), "cause", entry.cause(), "postings", entry.postings())));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item)
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    private static TransactWriteItem putSettlementIfUnmoved(String tenant, String orderId, long version, OrderSettlement next) {
        var item = Items.item(orderPartition(tenant, orderId), "SETTLEMENT", "settlement");
        item.put("version", n(version + 1));
        item.put("settlement", Items.json(next));
        return TransactWriteItem.builder().put(put -> {
            put.tableName(table()).item(item);
            if (version == 0) {
                put.conditionExpression("attribute_not_exists(pk)");
            } else {
                put.conditionExpression("#version = :version").expressionAttributeNames(Map.of("#version", "version")).expressionAttributeValues(Map.of(":version", n(version)));
            }
        }).build();
    }

    private static TransactWriteItem addToBalance(String tenant, String account, Money amount) {
        return TransactWriteItem.builder().update(update -> update.tableName(table())
                .key(Items.key(balancesPartition(tenant), amount.currency() + "#" + account))
                .updateExpression("SET #type = :type ADD balance :amount, #version :one")
                .expressionAttributeNames(Map.of("#type", "type", "#version", "version"))
                .expressionAttributeValues(Map.of(":type", s("balance"), ":amount", n(amount.minor()), ":one", n(1)))).build();
    }

    Optional<StoredSettlement> findSettlement(String tenant, String orderId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(Items.key(orderPartition(tenant, orderId), "SETTLEMENT"))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(new StoredSettlement(Items.json(item, "settlement", OrderSettlement.class), Items.number(item, "version")));
    }

    Page<Balance> balances(String tenant, Page.Ask ask) {
        var partition = balancesPartition(tenant);
        var page = dynamoDb.query(request -> {
            request.tableName(table()).consistentRead(true).limit(ask.limit())
                    .keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", s(partition)));
            ask.after().ifPresent(last -> request.exclusiveStartKey(Items.key(partition, last)));
        });
        return Page.of(page.items().stream().map(SettlementTable::balance).toList(), lastOf(page, "sk"));
    }

    private static Balance balance(Map<String, AttributeValue> item) {
        var key = Items.text(item, "sk").split("#", 2);
        return new Balance(key[1], key[0], Items.number(item, "balance"));
    }

    /** Every entry of one order, oldest first; an order has few. */
    List<JournalEntry> entriesOfOrder(String tenant, String orderId) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :entries)")
                        .expressionAttributeValues(Map.of(":pk", s(orderPartition(tenant, orderId)), ":entries", s("ENTRY#"))))
                .items().stream().map(SettlementTable::entry).sorted(Comparator.comparing(JournalEntry::postedAt)).toList();
    }

    /** The tenant's entries, newest first. */
    Page<JournalEntry> entries(String tenant, Page.Ask ask) {
        var page = dynamoDb.query(request -> {
            request.tableName(table()).indexName(BY_TENANT).limit(ask.limit()).scanIndexForward(false)
                    .keyConditionExpression("tenantKey = :tenant").expressionAttributeValues(Map.of(":tenant", s(entriesPartition(tenant))));
            ask.after().ifPresent(last -> request.exclusiveStartKey(indexKey(tenant, last)));
        });
        return Page.of(page.items().stream().map(SettlementTable::entry).toList(), lastOf(page, "postedKey"));
    }

    /** The index's sort key holds the entry's id, and with it the table's own key. @throws commerce.kernel.ProblemException 400 for a cursor of another list */
    private static Map<String, AttributeValue> indexKey(String tenant, String postedKey) {
        var parts = postedKey.split("[#/]", 3);
        if (parts.length != 3) {
            throw Page.badCursor();
        }
        var key = new HashMap<>(Items.key(orderPartition(tenant, parts[1]), "ENTRY#" + parts[2]));
        key.put("tenantKey", s(entriesPartition(tenant)));
        key.put("postedKey", s(postedKey));
        return key;
    }

    private static Optional<String> lastOf(QueryResponse page, String attribute) {
        return page.hasLastEvaluatedKey() ? Optional.of(page.lastEvaluatedKey().get(attribute).s()) : Optional.empty();
    }

    private static JournalEntry entry(Map<String, AttributeValue> item) {
        return new JournalEntry(Items.text(item, "entryId"), Items.text(item, "orderId"), Items.text(item, "cause"), Items.instant(item, "postedAt"),
                Items.jsonList(item, "postings", Posting.class));
    }
}
