package commerce.settlement;

import static commerce.kernel.Items.s;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Chart;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.Posting;
import commerce.settlement.domain.ProviderMovement;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The journal: immutable entries, each put once.
 *
 * <pre>
 * pk                        sk            what
 * t#ORDER#orderId           ENTRY#cause   an entry about an order; postings as JSON
 * t#TRANSFER#transferId     ENTRY#cause   an entry about a transfer
 *     GSI byTenant   (tenantKey t#ENTRIES, postedKey time#entryId)
 *     GSI byProvider (providerKey t#PROVIDER#provider#businessDate, movedKey time#entryId), where money moved at a provider
 * </pre>
 *
 * An entry carries its event until it is published, and {@code sealedIn} once it is sealed; see {@link ChainTable}.
 */
@Singleton
public class JournalTable {

    static final String BY_TENANT = "byTenant";
    static final String BY_PROVIDER = "byProvider";
    static final String ENTRY = "ENTRY#";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public JournalTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /** What became of an entry. */
    sealed interface Posted {

        record Written() implements Posted {}

        /** That cause has been posted before; nothing was written. @param same whether it was made from the same input */
        record AlreadyPosted(boolean same) implements Posted {}

        /** An account that must not be overdrawn holds less; nothing was written. */
        record Insufficient(String account, Money available) implements Posted {}

        /** A condition of what was to be written beside the entry did not hold; nothing was written. */
        record BesideRefused() implements Posted {}
    }

    static String partition(String tenant, String subject) {
        return tenant + (Cause.orderOf(subject).isPresent() ? "#ORDER#" + subject : "#TRANSFER#" + subject.substring("transfer:".length()));
    }

    static Map<String, AttributeValue> key(String tenant, String entryId) {
        var parts = entryId.split("/", 2);
        return Items.key(partition(tenant, parts[0]), ENTRY + parts[1]);
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /**
     * Writes an entry, the guarded funds it moves and what is to be written beside it, all or nothing. An entry that is all there is to
     * write is one plain conditional put.
     *
     * @param inputHash of what the entry was made from
     * @param beside guarded writes of other items
     */
    Posted post(String tenant, JournalEntry entry, String inputHash, List<TransactWriteItem> beside) {
        return post(tenant, entry, inputHash, account -> Optional.empty(), beside);
    }

    /** As above. @param funds how the funds of an account are moved, if otherwise than by what the entry adds or takes */
    Posted post(String tenant, JournalEntry entry, String inputHash, Function<String, Optional<TransactWriteItem>> funds, List<TransactWriteItem> beside) {
        var item = item(tenant, entry, inputHash);
        var guarded = entry.sums().entrySet().stream().filter(sum -> Chart.of(sum.getKey()).nonNegative()).toList();
        if (guarded.isEmpty() && beside.isEmpty()) {
            return putAlone(item, inputHash);
        }
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build());
        guarded.forEach(sum -> actions.add(funds.apply(sum.getKey()).orElseGet(() -> moveFunds(tenant, sum.getKey(), sum.getValue()))));
        actions.addAll(beside);
        return switch (transactions.write(actions)) {
            case Transactions.Outcome.Committed() -> new Posted.Written();
            case Transactions.Outcome.Refused refused when refused.failed(0) -> already(refused.item(0).orElseThrow(), inputHash);
            case Transactions.Outcome.Refused refused -> {
                for (int i = 0; i < guarded.size(); i++) {
                    if (refused.failed(i + 1)) {
                        yield new Posted.Insufficient(guarded.get(i).getKey(), Funds.available(refused.item(i + 1), guarded.get(i).getValue()));
                    }
                }
                yield new Posted.BesideRefused();
            }
        };
    }

    private Posted putAlone(Map<String, AttributeValue> item, String inputHash) {
        try {
            dynamoDb.putItem(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Posted.Written();
        } catch (ConditionalCheckFailedException e) {
            return already(e.item(), inputHash);
        }
    }

    private static Posted already(Map<String, AttributeValue> item, String inputHash) {
        return new Posted.AlreadyPosted(Items.text(item, "inputHash").equals(inputHash));
    }

    private static TransactWriteItem moveFunds(String tenant, String account, Money debitPositive) {
        var increase = new Money(Chart.of(account).increase(debitPositive.minor()), debitPositive.currency());
        return increase.isPositive() ? Funds.add(tenant, account, increase) : Funds.takeIfAvailable(tenant, account, increase.negated());
    }

    private static Map<String, AttributeValue> item(String tenant, JournalEntry entry, String inputHash) {
        var item = Items.item(partition(tenant, entry.subject()), ENTRY + entry.cause(), "entry");
        item.put("tenant", s(tenant));
        item.put("entryId", s(entry.entryId()));
        entry.orderId().ifPresent(orderId -> item.put("orderId", s(orderId)));
        item.put("cause", s(entry.cause()));
        item.put("postedAt", Items.instant(entry.postedAt()));
        item.put("postings", Items.json(entry.postings()));
        item.put("inputHash", s(inputHash));
        entry.reverses().ifPresent(reversed -> item.put("reverses", s(reversed)));
        entry.reason().ifPresent(reason -> item.put("reason", s(reason)));
        item.put("tenantKey", s(tenant + "#ENTRIES"));
        item.put("postedKey", s(postedKey(entry)));
        entry.movement().ifPresent(moved -> {
            item.put("movement", Items.json(moved));
            item.put("providerKey", s(providerKey(tenant, moved.provider(), moved.businessDate())));
            item.put("movedKey", s(Items.time(moved.movedAt()) + "#" + entry.entryId()));
        });
        Outbox.onPut(item, entry.postedAt(), posted(tenant, entry));
        return item;
    }

    private static Event posted(String tenant, JournalEntry entry) {
        var told = new HashMap<String, Object>(Map.of("entryId", entry.entryId(), "cause", entry.cause(), "postings", entry.postings()));
        entry.orderId().ifPresent(orderId -> told.put("orderId", orderId));
        entry.reverses().ifPresent(reversed -> told.put("reverses", reversed));
        return Event.of("commerce.settlement", "ledger.entry_posted.v1", tenant, entry.subject(), entry.cause(), entry.postedAt(), told);
    }

    static String postedKey(JournalEntry entry) {
        return Items.time(entry.postedAt()) + "#" + entry.entryId();
    }

    private static String providerKey(String tenant, String provider, LocalDate businessDate) {
        return tenant + "#PROVIDER#" + provider + "#" + businessDate;
    }

    /** An entry as it is in the table, in an index or in the table's stream. */
    static JournalEntry entry(Map<String, AttributeValue> item) {
        return new JournalEntry(Items.text(item, "entryId"), Items.findText(item, "orderId"), Items.text(item, "cause"), Items.instant(item, "postedAt"),
                Items.jsonList(item, "postings", Posting.class),
                Items.findText(item, "movement").map(json -> Json.read(json, ProviderMovement.class)),
                Items.findText(item, "reverses"), Items.findText(item, "reason"));
    }

    Optional<JournalEntry> find(String tenant, String entryId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, entryId))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(entry(item));
    }

    /** Every entry of one order, oldest first; an order has few. */
    List<JournalEntry> entriesOfOrder(String tenant, String orderId) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :entries)")
                        .expressionAttributeValues(Map.of(":pk", s(partition(tenant, orderId)), ":entries", s(ENTRY))))
                .items().stream().map(JournalTable::entry).sorted(Comparator.comparing(JournalEntry::postedAt)).toList();
    }

    /** The tenant's entries, newest first. */
    Page<JournalEntry> entries(String tenant, Page.Ask ask) {
        var page = dynamoDb.query(request -> {
            ofTenant(request, tenant).limit(ask.limit()).scanIndexForward(false);
            ask.after().ifPresent(last -> request.exclusiveStartKey(indexKey(tenant, "tenantKey", tenant + "#ENTRIES", "postedKey", last)));
        });
        return Page.of(page.items().stream().map(JournalTable::entry).toList(), lastOf(page, "postedKey"));
    }

    private static QueryRequest.Builder ofTenant(QueryRequest.Builder request, String tenant) {
        return request.tableName(table()).indexName(BY_TENANT).keyConditionExpression("tenantKey = :tenant").expressionAttributeValues(Map.of(":tenant", s(tenant + "#ENTRIES")));
    }

    /** What moved at a provider on a business date, in the order it moved: our side of its bill. Read page by page. */
    void eachMovedAt(String tenant, String provider, LocalDate businessDate, Consumer<JournalEntry> each) {
        dynamoDb.queryPaginator(request -> request.tableName(table()).indexName(BY_PROVIDER)
                        .keyConditionExpression("providerKey = :day").expressionAttributeValues(Map.of(":day", s(providerKey(tenant, provider, businessDate)))))
                .items().forEach(item -> each.accept(entry(item)));
    }

    /** Whether anything moved there on that date. */
    boolean anyMovedAt(String tenant, String provider, LocalDate businessDate) {
        return !dynamoDb.query(request -> request.tableName(table()).indexName(BY_PROVIDER).limit(1)
                .keyConditionExpression("providerKey = :day").expressionAttributeValues(Map.of(":day", s(providerKey(tenant, provider, businessDate))))).items().isEmpty();
    }

    /** The index's sort key holds the entry's id, and with it the table's own key. @throws commerce.kernel.ProblemException 400 for a cursor of another list */
    private static Map<String, AttributeValue> indexKey(String tenant, String partitionName, String partition, String sortName, String sortKey) {
        var parts = sortKey.split("#", 2);
        if (parts.length != 2 || !parts[1].contains("/")) {
            throw Page.badCursor();
        }
        var key = new HashMap<>(key(tenant, parts[1]));
        key.put(partitionName, s(partition));
        key.put(sortName, s(sortKey));
        return key;
    }

    private static Optional<String> lastOf(QueryResponse page, String attribute) {
        return page.hasLastEvaluatedKey() ? Optional.of(page.lastEvaluatedKey().get(attribute).s()) : Optional.empty();
    }
}
