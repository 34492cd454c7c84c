package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.Transfer;
import commerce.settlement.domain.Transfer.Status;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Transfers: one item {@code t#TRANSFER#transferId}, {@code TRANSFER}, beside the entries it made. While it is pending and can expire, it is in
 * the sparse index {@code due}, partition {@code _platform#DUE#TRANSFERS}, by the moment it expires.
 */
@Singleton
public class TransferTable {

    private static final String DUE = "due";
    private static final String DUE_TRANSFERS = "_platform#DUE#TRANSFERS";

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public TransferTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /** A transfer, and the hash of what it was asked with. */
    record Stored(Transfer transfer, String inputHash) {}

    /** What became of a transfer that was to be begun. */
    sealed interface Begun {

        record Written() implements Begun {}

        /** There is one of that id; nothing was written. */
        record Exists(Stored stored) implements Begun {}

        record Insufficient(String account, Money available) implements Begun {}
    }

    /** A pending transfer whose time is over. */
    record Due(String tenant, String transferId) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> key(String tenant, String transferId) {
        return Items.key(tenant + "#TRANSFER#" + transferId, "TRANSFER");
    }

    Optional<Stored> find(String tenant, String transferId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, transferId))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(stored(item));
    }

    private static Stored stored(Map<String, AttributeValue> item) {
        return new Stored(Items.json(item, "transfer", Transfer.class), Items.text(item, "inputHash"));
    }

    TransactWriteItem putIfAbsent(String tenant, Transfer transfer, String inputHash) {
        var item = Items.item(tenant + "#TRANSFER#" + transfer.transferId(), "TRANSFER", "transfer");
        item.put("status", s(transfer.status().name()));
        item.put("transfer", Items.json(transfer));
        item.put("inputHash", s(inputHash));
        transfer.until().filter(until -> transfer.status() == Status.PENDING).ifPresent(until -> {
            item.put("until", Items.instant(until));
            item.put("dueShard", s(DUE_TRANSFERS));
            item.put("dueKey", s(Items.time(until) + "#" + tenant + "#" + transfer.transferId()));
        });
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    /** Begins a pending transfer: it and what it sets aside, or nothing. */
    Begun begin(String tenant, Transfer transfer, String inputHash) {
        var guarded = transfer.takesFrom();
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(putIfAbsent(tenant, transfer, inputHash));
        guarded.forEach(account -> actions.add(Funds.setAsideIfAvailable(tenant, account, transfer.amount())));
        return switch (transactions.write(actions)) {
            case Transactions.Outcome.Committed() -> new Begun.Written();
            case Transactions.Outcome.Refused refused when refused.failed(0) -> new Begun.Exists(stored(refused.item(0).orElseThrow()));
            case Transactions.Outcome.Refused refused -> {
                var first = refused.failed(1) ? 0 : 1;
                yield new Begun.Insufficient(guarded.get(first), Funds.available(refused.item(first + 1), transfer.amount()));
            }
        };
    }

    /** Before its time is over. */
    TransactWriteItem resolveIfPending(String tenant, Transfer resolved) {
        var values = Map.of(":now", Items.instant(resolved.resolvedAt().orElseThrow()));
        return resolve(tenant, resolved, "#status = :pending AND (attribute_not_exists(#until) OR #until > :now)", values);
    }

    /** Gives up a pending transfer before its time is over: it and what it has set aside, or nothing. @return false if it is not so any more */
    boolean giveUpIfPending(String tenant, Transfer voided) {
        return release(tenant, voided, resolveIfPending(tenant, voided));
    }

    /** Marks one whose time is over. @return false if it is resolved already */
    boolean expireIfOverdue(String tenant, Transfer expired) {
        return release(tenant, expired, resolve(tenant, expired, "#status = :pending AND #until <= :now", Map.of(":now", Items.instant(expired.resolvedAt().orElseThrow()))));
    }

    private boolean release(String tenant, Transfer resolved, TransactWriteItem marked) {
        var actions = new ArrayList<>(List.of(marked));
        resolved.takesFrom().forEach(account -> actions.add(Funds.resolve(tenant, account, resolved.amount(), resolved.amount().zero())));
        return transactions.write(actions) instanceof Transactions.Outcome.Committed;
    }

    private static TransactWriteItem resolve(String tenant, Transfer resolved, String condition, Map<String, AttributeValue> more) {
        var values = new HashMap<>(more);
        values.putAll(Map.of(":pending", s(Status.PENDING.name()), ":status", s(resolved.status().name()), ":transfer", Items.json(resolved), ":one", n(1)));
        var names = new HashMap<>(Map.of("#status", "status", "#version", "version", "#transfer", "transfer", "#until", "until"));
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(tenant, resolved.transferId()))
                .updateExpression("SET #status = :status, #transfer = :transfer REMOVE #until, dueShard, dueKey ADD #version :one")
                .conditionExpression(condition).expressionAttributeNames(names).expressionAttributeValues(values)).build();
    }

    /** Pending transfers whose time was over by then, the longest first. */
    List<Due> overdue(Instant now, int limit) {
        return dynamoDb.query(request -> request.tableName(table()).indexName(DUE).limit(limit)
                        .keyConditionExpression("dueShard = :transfers AND dueKey < :now")
                        .expressionAttributeValues(Map.of(":transfers", s(DUE_TRANSFERS), ":now", s(Items.time(now) + "$"))))
                .items().stream().map(item -> Items.text(item, "dueKey").split("#", 3)).map(key -> new Due(key[1], key[2])).toList();
    }
}
