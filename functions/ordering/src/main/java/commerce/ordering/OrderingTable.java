package commerce.ordering;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.Payment;
import commerce.ordering.domain.Placement;
import commerce.ordering.domain.StatusChange;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The table {@code Ordering}: one item per order, {@code pk = <tenant>#ORDER#<orderId>}, {@code sk = ORDER}.
 *
 * <p>Two indexes list the summaries by {@code placedKey = <placedAt>#<orderId>}: {@value #BY_CUSTOMER} for one customer's orders and
 * {@value #BY_TENANT} for a shop's. The latter keeps a shop's newest orders in one partition, which takes 1,000 writes a second.
 */
@Singleton
public class OrderingTable {

    static final String BY_CUSTOMER = "byCustomer";
    static final String BY_TENANT = "byTenant";
    /** How many pages of an index one request may read to fill a filtered list; then it answers what it has, and a cursor. */
    static final int READS_PER_PAGE = 10;
    /** How many orders one read looks at when a filter may drop most of them. */
    static final int FILTERED_READ = 250;
    /** What a cursor of a list holds. */
    static final Pattern PLACED_KEY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z#[0-9A-HJKMNP-TV-Z]{26}");
    private static final String SORT_KEY = "ORDER";

    private final DynamoDbClient dynamoDb;

    public OrderingTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** What became of a guarded write. */
    sealed interface Saving {

        record Saved() implements Saving {}

        /** Nothing was written: the order is this by now, or does not exist. */
        record Stale(Optional<Order> current) implements Saving {}
    }

    private static Map<String, AttributeValue> key(String tenant, String orderId) {
        return Items.key(tenant + "#ORDER#" + orderId, SORT_KEY);
    }

    private static String placedKey(Placement placement) {
        return Items.time(placement.placedAt()) + "#" + placement.orderId();
    }

    private static String tenantKey(String tenant) {
        return tenant + "#ORDERS";
    }

    private static String customerKey(String tenant, String customer) {
        return tenant + "#CUSTOMER#" + customer;
    }

    /** As it is now: an order that was answered 2xx is found. */
    Optional<Order> find(String tenant, String orderId) {
        var item = dynamoDb.getItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key(tenant, orderId)).consistentRead(true)).item();
        return Optional.of(item).filter(found -> !found.isEmpty()).map(OrderItems::order);
    }

    /** A new order with its event, for the transaction that also answers the request. */
    TransactWriteItem putIfNew(Order order, Event placed) {
        var placement = order.placement();
        var item = Items.item(placement.tenant() + "#ORDER#" + placement.orderId(), SORT_KEY, "order");
        item.putAll(OrderItems.placement(placement));
        item.putAll(OrderItems.progress(order));
        item.put("customerKey", Items.s(customerKey(placement.tenant(), placement.customer())));
        item.put("tenantKey", Items.s(tenantKey(placement.tenant())));
        item.put("placedKey", Items.s(placedKey(placement)));
        Outbox.onPut(item, placement.placedAt(), placed);
        return TransactWriteItem.builder().put(put -> put.tableName(Settings.require("TABLE_NAME")).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /** Writes an order as a rule left it, with its event, unless somebody has changed it since it was read. */
    Saving saveIfUnchanged(Order before, Order after, Optional<Event> event, Instant now) {
        var progress = new TreeMap<>(OrderItems.progress(after));
        var names = new HashMap<String, String>();
        var values = new HashMap<String, AttributeValue>();
        progress.forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
        });
        values.put(":from", Items.s(before.status().name()));
        values.put(":before", Items.n(before.version()));
        var set = progress.keySet().stream().map(name -> "#" + name + " = :" + name).collect(Collectors.joining(", "));
        return update(before.placement().tenant(), before.placement().orderId(), set, "#status = :from AND #version = :before", names, values, event, now);
    }

    /**
     * The usual course in one write and without a read: a pending order, which never has a payment yet, gets its first and awaits it. The
     * same that {@link Order#learn} makes of such an order.
     */
    Saving awaitFirstPayment(String tenant, String orderId, Payment payment, Event event, Instant now) {
        return update(tenant, orderId,
                "#status = :awaiting, #payment = :payment, #history = list_append(#history, :history), #version = #version + :one",
                "#status = :pending",
                Map.of("#status", "status", "#payment", "payment", "#history", "history", "#version", "version"),
                Map.of(":awaiting", Items.s(OrderStatus.AWAITING_PAYMENT.name()), ":pending", Items.s(OrderStatus.PENDING.name()), ":payment", Items.json(payment),
                        ":history", AttributeValue.fromL(List.of(OrderItems.historyEntry(new StatusChange(OrderStatus.AWAITING_PAYMENT, now)))), ":one", Items.n(1)),
                Optional.of(event), now);
    }

    private Saving update(String tenant, String orderId, String set, String condition, Map<String, String> names, Map<String, AttributeValue> values, Optional<Event> event, Instant now) {
        var outbox = event.map(told -> Outbox.onUpdate(now, told));
        try {
            dynamoDb.updateItem(request -> request.tableName(Settings.require("TABLE_NAME")).key(key(tenant, orderId))
                    .updateExpression("SET " + set + outbox.map(update -> ", " + update.set() + " ADD " + update.add()).orElse(""))
                    .conditionExpression(condition)
                    .expressionAttributeNames(outbox.map(update -> update.names(names)).orElse(new HashMap<>(names)))
                    .expressionAttributeValues(outbox.map(update -> update.values(values)).orElse(new HashMap<>(values)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Saving.Saved();
        } catch (ConditionalCheckFailedException e) {
            return new Saving.Stale(Optional.of(e).filter(ConditionalCheckFailedException::hasItem).map(failed -> OrderItems.order(failed.item())));
        }
    }

    /** One page of a list, newest first. Filled to its limit although a filter applies, as far as {@value #READS_PER_PAGE} reads reach. */
    Page<OrderSummary> list(OrderList list, Page.Ask ask) {
        var oldest = list.from().map(Items::time).orElse("0");
        var found = new ArrayList<Map<String, AttributeValue>>();
        var after = ask.after();
        for (int reads = 0; reads < READS_PER_PAGE; reads++) {
            var newest = after.map(OrderingTable::justBefore).orElse("~");
            if (oldest.compareTo(newest) > 0) {
                return page(found, Optional.empty());
            }
            var page = read(list, oldest, newest, ask.limit());
            found.addAll(page.items());
            if (found.size() > ask.limit()) {
                return page(found.subList(0, ask.limit()), Optional.of(Items.text(found.get(ask.limit() - 1), "placedKey")));
            }
            if (!page.hasLastEvaluatedKey() || page.lastEvaluatedKey().isEmpty()) {
                return page(found, Optional.empty());
            }
            after = Optional.of(Items.text(page.lastEvaluatedKey(), "placedKey"));
        }
        return page(found, after);
    }

    /** The greatest text that sorts before every placedKey from this one on; all of them are equally long. */
    private static String justBefore(String placedKey) {
        var last = placedKey.length() - 1;
        return placedKey.substring(0, last) + (char) (placedKey.charAt(last) - 1);
    }

    private static Page<OrderSummary> page(List<Map<String, AttributeValue>> items, Optional<String> lastKey) {
        return Page.of(items.stream().map(OrderItems::summary).toList(), lastKey);
    }

    private QueryResponse read(OrderList list, String oldest, String newest, int limit) {
        var values = new HashMap<String, AttributeValue>(Map.of(":oldest", Items.s(oldest), ":newest", Items.s(newest)));
        var hash = list.customer().isPresent() ? "customerKey" : "tenantKey";
        values.put(":list", Items.s(list.customer().map(customer -> customerKey(list.tenant(), customer)).orElse(tenantKey(list.tenant()))));
        var query = QueryRequest.builder().tableName(Settings.require("TABLE_NAME")).indexName(list.customer().isPresent() ? BY_CUSTOMER : BY_TENANT)
                .keyConditionExpression(hash + " = :list AND placedKey BETWEEN :oldest AND :newest").scanIndexForward(false);
        list.status().ifPresentOrElse(status -> {
            values.put(":status", Items.s(status.name()));
            query.filterExpression("#status = :status").expressionAttributeNames(Map.of("#status", "status")).limit(FILTERED_READ);
        }, () -> query.limit(limit + 1));
        return dynamoDb.query(query.expressionAttributeValues(values).build());
    }
}
