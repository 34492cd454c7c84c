package commerce.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.catalog.domain.Product;
import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Every key and expression of the table {@code Catalog}.
 *
 * <p>A product is the item pk {@code <tenant>#PRODUCT}, sk {@code <sku>} with {@code name}, {@code price} (minor units),
 * {@code currency}, {@code priceFloor} and {@code priceCeiling} if it has them (minor units of the same currency), {@code merchantId} (the tenant where there is none), {@code attributes} (JSON text), {@code version} and the outbox of the kernel.
 */
@Singleton
public class CatalogTable {

    private static final int READ_ATTEMPTS = 6;
    private static final long FIRST_DELAY_MILLIS = 10;
    private static final String SHOWN = "sk, #name, price, currency, priceFloor, priceCeiling, merchantId, attributes, version";
    private static final Map<String, String> NAME = Map.of("#name", "name");

    private final DynamoDbClient dynamoDb;
    private final RandomGenerator random;

    public CatalogTable(DynamoDbClient dynamoDb, RandomGenerator random) {
        this.dynamoDb = dynamoDb;
        this.random = random;
    }

    /** What became of a write. */
    sealed interface Written {

        record Done() implements Written {}

        /** Another writer came first, and this is what is there now. */
        record Overtaken(Product now) implements Written {}
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant) {
        return tenant + "#PRODUCT";
    }

    /** The product as of this moment: sees every PUT that was answered. */
    Optional<Product> find(String tenant, String sku) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(Items.key(partition(tenant), sku))
                .projectionExpression(SHOWN).expressionAttributeNames(NAME));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> product(tenant, found.item()));
    }

    /** One page by SKU, read the cheap way: it may miss what was put less than a second ago. */
    Page<Product> list(String tenant, int limit, Optional<String> after) {
        var values = new HashMap<>(Map.of(":partition", Items.s(partition(tenant))));
        after.ifPresent(sku -> values.put(":after", Items.s(sku)));
        // One more than asked for tells whether there is a next page.
        var response = dynamoDb.query(request -> request.tableName(table()).limit(limit + 1)
                .keyConditionExpression(after.isPresent() ? "pk = :partition AND sk > :after" : "pk = :partition")
                .expressionAttributeValues(values)
                .projectionExpression(SHOWN).expressionAttributeNames(NAME));
        var found = response.items().stream().map(item -> product(tenant, item)).toList();
        var shown = found.subList(0, Math.min(limit, found.size()));
        // A page of large products ends early, at 1 MB.
        var more = found.size() > limit || response.hasLastEvaluatedKey();
        return Page.of(List.copyOf(shown), more ? Optional.of(shown.getLast().sku()) : Optional.empty());
    }

    /**
     * The products of those SKUs that exist, in no order, as of this moment.
     *
     * @param skus distinct, at most 100
     * @throws Busy if DynamoDB keeps leaving keys unread
     */
    List<Product> findAll(String tenant, List<String> skus) {
        var products = new ArrayList<Product>();
        var unread = skus.stream().map(sku -> Items.key(partition(tenant), sku)).toList();
        for (int attempt = 1; !unread.isEmpty(); attempt++) {
            var wanted = KeysAndAttributes.builder().keys(unread).consistentRead(true).projectionExpression(SHOWN).expressionAttributeNames(NAME).build();
            var response = dynamoDb.batchGetItem(request -> request.requestItems(Map.of(table(), wanted)));
            response.responses().values().forEach(items -> items.forEach(item -> products.add(product(tenant, item))));
            unread = response.hasUnprocessedKeys() && response.unprocessedKeys().containsKey(table()) ? response.unprocessedKeys().get(table()).keys() : List.of();
            if (!unread.isEmpty()) {
                pause(attempt, unread.size());
            }
        }
        return products;
    }

    /**
     * Writes a product's next version and its event if the version before it is still there. Attributes the event outbox added stay.
     *
     * @throws Busy if so many of its events wait to be published that they fill the item
     */
    Written replaceIfVersion(String tenant, Product next, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(
                ":type", Items.s("product"),
                ":name", Items.s(next.name()),
                ":price", Items.n(next.price().minor()),
                ":currency", Items.s(next.price().currency().getCurrencyCode()),
                ":attributes", Items.json(next.attributes()),
                ":merchant", Items.s(next.merchantId()),
                ":version", Items.n(next.version())));
        next.priceFloor().ifPresent(floor -> values.put(":priceFloor", Items.n(floor.minor())));
        next.priceCeiling().ifPresent(ceiling -> values.put(":priceCeiling", Items.n(ceiling.minor())));
        if (next.version() > 1) {
            values.put(":before", Items.n(next.version() - 1));
        }
        try {
            dynamoDb.updateItem(request -> request.tableName(table()).key(Items.key(partition(tenant), next.sku()))
                    .updateExpression("SET #type = :type, #name = :name, price = :price, currency = :currency, merchantId = :merchant, attributes = :attributes, version = :version, "
                            + setBounds(next) + outbox.set() + " ADD " + outbox.add() + removeBounds(next))
                    .conditionExpression(next.version() == 1 ? "attribute_not_exists(pk)" : "version = :before")
                    .expressionAttributeNames(outbox.names(Map.of("#type", "type", "#name", "name")))
                    .expressionAttributeValues(outbox.values(values))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Written.Done();
        } catch (ConditionalCheckFailedException e) {
            return new Written.Overtaken(product(tenant, e.item()));
        } catch (DynamoDbException e) {
            if (isFull(e)) {
                throw new Busy("earlier changes of product " + next.sku() + " are still waiting to be published", e);
            }
            throw e;
        }
    }

    /** A comma follows each. */
    private static String setBounds(Product product) {
        return (product.priceFloor().isPresent() ? "priceFloor = :priceFloor, " : "") + (product.priceCeiling().isPresent() ? "priceCeiling = :priceCeiling, " : "");
    }

    /** PUT replaces: a bound it does not name is gone. */
    private static String removeBounds(Product product) {
        var gone = Stream.of("priceFloor", "priceCeiling").filter(name -> (name.equals("priceFloor") ? product.priceFloor() : product.priceCeiling()).isEmpty()).toList();
        return gone.isEmpty() ? "" : " REMOVE " + String.join(", ", gone);
    }

    /** DynamoDB has no error code of its own for an item that would pass 400 KB. */
    private static boolean isFull(DynamoDbException e) {
        var error = e.awsErrorDetails();
        return error != null && "ValidationException".equals(error.errorCode()) && error.errorMessage().contains("Item size");
    }

    private static Product product(String tenant, Map<String, AttributeValue> item) {
        return new Product(
                Items.text(item, Items.SK),
                Items.text(item, "name"),
                Money.of(Items.number(item, "price"), Items.text(item, "currency")),
                bound(item, "priceFloor"),
                bound(item, "priceCeiling"),
                Items.findText(item, "merchantId").orElse(tenant),
                Items.json(item, "attributes", ObjectNode.class),
                Items.number(item, "version"));
    }

    private static Optional<Money> bound(Map<String, AttributeValue> item, String name) {
        return Items.findNumber(item, name).map(minor -> Money.of(minor, Items.text(item, "currency")));
    }

    private void pause(int attempt, int unread) {
        if (attempt == READ_ATTEMPTS) {
            throw new Busy(unread + " products could not be read, the table is throttled", null);
        }
        try {
            Thread.sleep(random.nextLong(FIRST_DELAY_MILLIS << attempt) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted while reading products", e);
        }
    }
}
