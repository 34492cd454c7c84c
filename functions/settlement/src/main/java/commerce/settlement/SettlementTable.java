package commerce.settlement;

import static commerce.kernel.Items.n;

import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Settings;
import commerce.settlement.domain.OrderSettlement;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What is known of each order's money: one item {@code t#ORDER#orderId}, {@code SETTLEMENT}, guarded by its version, written in the
 * transaction of every entry that changes it.
 */
@Singleton
public class SettlementTable {

    private final DynamoDbClient dynamoDb;

    public SettlementTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /**
     * The settlement of an order as read.
     *
     * @param version 0 if there is none yet
     */
    record StoredSettlement(OrderSettlement settlement, long version) implements Ledger.Known {

        static StoredSettlement nothingYet(Money anyAmount) {
            return new StoredSettlement(OrderSettlement.nothingYet(anyAmount), 0);
        }

        static StoredSettlement of(Map<String, AttributeValue> item) {
            return new StoredSettlement(Items.json(item, "settlement", OrderSettlement.class), Items.number(item, "version"));
        }

        @Override
        public StoredSettlement stored() {
            return this;
        }
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    static Map<String, AttributeValue> key(String tenant, String orderId) {
        return Items.key(JournalTable.partition(tenant, orderId), "SETTLEMENT");
    }

    Optional<StoredSettlement> find(String tenant, String orderId) {
        var item = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, orderId))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(StoredSettlement.of(item));
    }

    /** @param version as it was read, 0 if there was none */
    TransactWriteItem putIfUnmoved(String tenant, String orderId, long version, OrderSettlement next) {
        var item = Items.item(JournalTable.partition(tenant, orderId), "SETTLEMENT", "settlement");
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
}
