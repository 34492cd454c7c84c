package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.promotion.domain.pricing.PublicPrice;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Keys and expressions of the table {@code Promotion} for the public prices that were last told: pk {@code <tenant>#PRICES}, sk
 * {@code SKU#<sku>}, with {@code price} (JSON), {@code version} and {@code price.updated.v1}. Written when a price changes and not when it is asked for.
 */
@Singleton
public class PricesTable {

    private static final String SKU = "SKU#";

    private final DynamoDbClient dynamoDb;
    private final BatchReads batches;

    public PricesTable(DynamoDbClient dynamoDb, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.batches = batches;
    }

    /** A price as it was told. @param version 1 when first written, one more with each change */
    record Told(PublicPrice price, long version) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant) {
        return tenant + "#PRICES";
    }

    private static Map<String, AttributeValue> key(String tenant, String sku) {
        return Items.key(partition(tenant), SKU + sku);
    }

    /** What was told of them, by SKU, without those nothing was told of. One batch read. @param skus distinct, at most 50 */
    Map<String, Told> find(String tenant, List<String> skus) {
        return batches.read(table(), skus.stream().map(sku -> key(tenant, sku)).toList()).stream()
                .collect(Collectors.toMap(PricesTable::sku, item -> new Told(Items.json(item, "price", PublicPrice.class), Items.number(item, "version"))));
    }

    /** One page of the SKUs something was told of, in their order. */
    List<String> skus(String tenant, int limit, Optional<String> after) {
        // What sorts behind every SKU: SKUs hold nothing above 'z'.
        var values = Map.of(":partition", Items.s(partition(tenant)), ":from", Items.s(SKU + after.map(sku -> sku + "!").orElse("")), ":to", Items.s(SKU + "~"));
        return dynamoDb.query(request -> request.tableName(table()).limit(limit).consistentRead(true)
                .keyConditionExpression("pk = :partition AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(values)).items().stream().map(PricesTable::sku).toList();
    }

    private static String sku(Map<String, AttributeValue> item) {
        return Items.text(item, Items.SK).substring(SKU.length());
    }

    /**
     * Writes a price if what was told before is what was read. An update and no put: an event that still waits in the item stays.
     *
     * @param version the next one; 1 if nothing was told before
     * @param event if buyers pay something else now
     * @return false if somebody else was faster
     */
    boolean replaceIfVersion(String tenant, String sku, PublicPrice price, long version, Optional<Event> event, Instant now) {
        var outbox = event.map(told -> Outbox.onUpdate(now, told));
        var names = Map.of("#type", "type");
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("price"), ":price", Items.json(price), ":version", Items.n(version)));
        if (version > 1) {
            values.put(":before", Items.n(version - 1));
        }
        try {
            dynamoDb.updateItem(request -> request.tableName(table()).key(key(tenant, sku))
                    .updateExpression("SET #type = :type, price = :price, version = :version" + outbox.map(told -> ", " + told.set() + " ADD " + told.add()).orElse(""))
                    .conditionExpression(version == 1 ? "attribute_not_exists(pk)" : "version = :before")
                    .expressionAttributeNames(outbox.map(told -> told.names(names)).orElse(names))
                    .expressionAttributeValues(outbox.map(told -> told.values(values)).orElse(values)));
            return true;
        } catch (ConditionalCheckFailedException overtaken) {
            return false;
        }
    }
}
