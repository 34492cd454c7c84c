package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Money;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.kernel.Transactions.Outcome;
import commerce.kernel.Transactions;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.Redeeming;
import commerce.promotion.domain.Redemption;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for coupons; what a shop prices by is {@link PricingTable}'s. All items of a coupon share pk {@code <tenant>#COUPON#<code>}:
 *
 * <ul>
 *   <li>sk {@code COUPON}: {@code definition} (JSON), {@code version} of the definition, {@code redeemed}, {@code spent#<currency>} (minor units);
 *       {@code couponShop} and {@code couponCode} put it into the index {@code byShop}, which holds keys only, so that redeeming does not
 *       write there.
 *   <li>sk {@code CUSTOMER#<customer>}: {@code count} of the customer's redemptions; kept even without a limit, so that a later one counts them.
 *   <li>sk {@code ORDER#<orderId>}: {@code status} REDEEMED or RESTORED, {@code customer}, {@code discount} and {@code currency}; a
 *       tombstone is RESTORED without the last three.
 * </ul>
 *
 * <p>All writes are transactions, even of one item: they take part in the same conflict retries as the redemptions beside them.
 */
@Singleton
public class PromotionTable {

    static final String BY_SHOP = "byShop";
    private static final String SPENT = "spent#";
    private static final String REDEEMED = "REDEEMED";
    private static final String RESTORED = "RESTORED";
    /** Where the actions of redeeming and restoring stand in their transactions. */
    private static final int COUNTERS = 0;
    private static final int REDEMPTION = 2;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;

    public PromotionTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> key(String tenant, String code, String sk) {
        return Items.key(CouponItems.couponPartition(tenant, code), sk);
    }

    /** For who reads a coupon together with other items; {@link #coupon} makes sense of what is found. */
    static Map<String, AttributeValue> couponKey(String tenant, String code) {
        return CouponItems.couponKey(tenant, code);
    }

    static Coupon coupon(String code, Map<String, AttributeValue> item) {
        return CouponItems.coupon(code, item);
    }

    private static String customerKey(String customer) {
        return "CUSTOMER#" + customer;
    }

    private static String orderKey(String orderId) {
        return "ORDER#" + orderId;
    }

    private Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> found.item());
    }

    /** The coupon as of this moment. */
    Optional<Coupon> find(String tenant, String code) {
        return read(CouponItems.couponKey(tenant, code)).map(item -> CouponItems.coupon(code, item));
    }

    /** One page by code; the index may miss what was first put less than a second ago. */
    Page<Coupon> list(String tenant, int limit, Optional<String> after) {
        var values = new HashMap<>(Map.of(":shop", Items.s(tenant)));
        after.ifPresent(code -> values.put(":after", Items.s(code)));
        // One more than asked for tells whether there is a next page.
        var keys = dynamoDb.query(request -> request.tableName(table()).indexName(BY_SHOP).limit(limit + 1)
                .keyConditionExpression(after.isPresent() ? "couponShop = :shop AND couponCode > :after" : "couponShop = :shop")
                .expressionAttributeValues(values)).items();
        var codes = keys.stream().limit(limit).map(item -> Items.text(item, "couponCode")).toList();
        var coupons = batches.read(table(), codes.stream().map(code -> CouponItems.couponKey(tenant, code)).toList()).stream()
                .map(item -> CouponItems.coupon(Items.text(item, "couponCode"), item)).sorted(Comparator.comparing(Coupon::code)).toList();
        return Page.of(coupons, keys.size() > codes.size() ? Optional.of(codes.getLast()) : Optional.empty());
    }

    Optional<Redemption> findRedemption(String tenant, String code, String orderId) {
        return read(key(tenant, code, orderKey(orderId))).map(PromotionTable::redemption);
    }

    /**
     * Writes a definition if the one before it is still there and no more is spent than its budget allows; counters stay.
     *
     * @param version of the new definition; 1 for a new coupon
     * @return false if another definition or a redemption came first
     */
    boolean replaceIfVersion(String tenant, String code, CouponDefinition definition, long version, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(
                ":type", Items.s("coupon"), ":shop", Items.s(tenant), ":code", Items.s(code), ":definition", Items.json(definition), ":version", Items.n(version), ":none", Items.n(0)));
        var names = new HashMap<>(Map.of("#type", "type", "#definition", "definition"));
        var guard = new StringBuilder(version == 1 ? "attribute_not_exists(pk)" : "version = :before");
        if (version > 1) {
            values.put(":before", Items.n(version - 1));
            definition.budget().ifPresent(budget -> {
                guard.append(" AND (attribute_not_exists(#spent) OR #spent <= :budget)");
                names.put("#spent", CouponItems.spentIn(budget));
                values.put(":budget", Items.n(budget.minor()));
            });
        }
        return transactions.write(List.of(Writes.update(Update.builder().key(CouponItems.couponKey(tenant, code))
                .updateExpression("SET #type = :type, couponShop = :shop, couponCode = :code, #definition = :definition, version = :version, redeemed = if_not_exists(redeemed, :none), " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression(guard.toString())
                .expressionAttributeNames(outbox.names(names))
                .expressionAttributeValues(outbox.values(values))))) instanceof Outcome.Committed;
    }

    /**
     * Redeems, all or nothing.
     *
     * @param coupon as it was read; its version guards that its limits are still the limits
     */
    Redeeming redeem(String tenant, Coupon coupon, String orderId, String customer, Money discount, Event event, Instant now) {
        var outcome = transactions.write(List.of(
                countIfLeft(tenant, coupon, discount),
                countCustomerIfBelowLimit(tenant, coupon, customer),
                putRedemptionIfAbsent(tenant, coupon.code(), orderId, customer, discount, event, now)));
        return switch (outcome) {
            case Outcome.Committed() -> new Redeeming.Done();
            case Outcome.Refused refused -> refusal(coupon, refused);
        };
    }

    /** The order's own item speaks first. A limit is only believed if that item was surely absent: not while somebody is writing it. */
    static Redeeming refusal(Coupon coupon, Outcome.Refused refused) {
        if (refused.failed(REDEMPTION)) {
            return new Redeeming.Present(redemption(refused.item(REDEMPTION).orElseThrow()));
        }
        if (isBeingWritten(refused)) {
            return new Redeeming.Overtaken();
        }
        if (refused.failed(COUNTERS)) {
            var sameDefinition = refused.item(COUNTERS).filter(item -> Items.number(item, "version") == coupon.version()).isPresent();
            return sameDefinition ? new Redeeming.Exhausted("another redemption took what was left") : new Redeeming.Overtaken();
        }
        return new Redeeming.CustomerLimit();
    }

    /** Its condition was not looked at, because another transaction holds the redemption. */
    private static boolean isBeingWritten(Outcome.Refused refused) {
        return !refused.failed(REDEMPTION) && !"None".equals(refused.reasons().get(REDEMPTION).code());
    }

    private static TransactWriteItem countIfLeft(String tenant, Coupon coupon, Money discount) {
        var guard = new StringBuilder("version = :version");
        var values = new HashMap<String, AttributeValue>(Map.of(":version", Items.n(coupon.version()), ":one", Items.n(1), ":discount", Items.n(discount.minor())));
        coupon.definition().maxRedemptions().ifPresent(most -> {
            guard.append(" AND redeemed < :mostRedemptions");
            values.put(":mostRedemptions", Items.n(most));
        });
        coupon.definition().budget().ifPresent(budget -> {
            guard.append(" AND (attribute_not_exists(#spent) OR #spent <= :budgetLessDiscount)");
            values.put(":budgetLessDiscount", Items.n(budget.minus(discount).minor()));
        });
        return Writes.update(Update.builder().key(CouponItems.couponKey(tenant, coupon.code()))
                .updateExpression("ADD redeemed :one, #spent :discount")
                .conditionExpression(guard.toString())
                .expressionAttributeNames(Map.of("#spent", CouponItems.spentIn(discount)))
                .expressionAttributeValues(values));
    }

    private static TransactWriteItem countCustomerIfBelowLimit(String tenant, Coupon coupon, String customer) {
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("couponCustomer"), ":one", Items.n(1)));
        var update = Update.builder().key(key(tenant, coupon.code(), customerKey(customer)))
                .updateExpression("SET #type = :type ADD #count :one, version :one")
                .expressionAttributeNames(Map.of("#type", "type", "#count", "count"));
        coupon.definition().maxPerCustomer().ifPresent(most -> {
            update.conditionExpression("attribute_not_exists(#count) OR #count < :mostPerCustomer");
            values.put(":mostPerCustomer", Items.n(most));
        });
        return Writes.update(update.expressionAttributeValues(values));
    }

    private static TransactWriteItem putRedemptionIfAbsent(String tenant, String code, String orderId, String customer, Money discount, Event event, Instant now) {
        var item = Items.item(CouponItems.couponPartition(tenant, code), orderKey(orderId), "redemption");
        item.put("status", Items.s(REDEEMED));
        item.put("customer", Items.s(customer));
        item.put("discount", Items.n(discount.minor()));
        item.put("currency", Items.s(discount.currency().getCurrencyCode()));
        item.put("redeemedAt", Items.instant(now));
        Outbox.onPut(item, now, event);
        return Writes.putIfAbsent(item);
    }

    /**
     * Gives back what a redemption took.
     *
     * @return false if somebody else is restoring it, or has
     * @throws IllegalStateException if the counters do not hold what the redemption says: a bug, and nothing is changed
     */
    boolean restoreIfRedeemed(String tenant, String code, String orderId, Redemption.Redeemed redemption, Event event, Instant now) {
        var outcome = transactions.write(List.of(
                giveBack(tenant, code, redemption.discount()),
                giveBackToCustomer(tenant, code, redemption.customer()),
                markRestored(tenant, code, orderId, event, now)));
        return switch (outcome) {
            case Outcome.Committed() -> true;
            case Outcome.Refused refused when refused.failed(REDEMPTION) || isBeingWritten(refused) -> false;
            case Outcome.Refused refused -> throw new IllegalStateException("the counters of coupon " + code + " are less than order " + orderId + " gives back: " + refused.reasons());
        };
    }

    private static TransactWriteItem giveBack(String tenant, String code, Money discount) {
        return Writes.update(Update.builder().key(CouponItems.couponKey(tenant, code))
                .updateExpression("ADD redeemed :minusOne, #spent :minusDiscount")
                .conditionExpression("redeemed >= :one AND #spent >= :discount")
                .expressionAttributeNames(Map.of("#spent", CouponItems.spentIn(discount)))
                .expressionAttributeValues(Map.of(
                        ":one", Items.n(1), ":minusOne", Items.n(-1),
                        ":discount", Items.n(discount.minor()), ":minusDiscount", Items.n(-discount.minor()))));
    }

    private static TransactWriteItem giveBackToCustomer(String tenant, String code, String customer) {
        return Writes.update(Update.builder().key(key(tenant, code, customerKey(customer)))
                .updateExpression("ADD #count :minusOne, version :one")
                .conditionExpression("#count >= :one")
                .expressionAttributeNames(Map.of("#count", "count"))
                .expressionAttributeValues(Map.of(":one", Items.n(1), ":minusOne", Items.n(-1))));
    }

    private static TransactWriteItem markRestored(String tenant, String code, String orderId, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        return Writes.update(Update.builder().key(key(tenant, code, orderKey(orderId)))
                .updateExpression("SET #status = :restored, restoredAt = :now, " + outbox.set() + " ADD version :one, " + outbox.add())
                .conditionExpression("#status = :redeemed")
                .expressionAttributeNames(outbox.names(Map.of("#status", "status")))
                .expressionAttributeValues(outbox.values(Map.of(
                        ":restored", Items.s(RESTORED), ":redeemed", Items.s(REDEEMED), ":now", Items.instant(now), ":one", Items.n(1)))));
    }

    /**
     * Refuses every later redemption by an order that has none. It tells no event: nothing that anybody was told of has changed.
     *
     * @return false if a redemption or tombstone is there
     */
    boolean buryIfAbsent(String tenant, String code, String orderId, Instant now) {
        var item = Items.item(CouponItems.couponPartition(tenant, code), orderKey(orderId), "redemption");
        item.put("status", Items.s(RESTORED));
        item.put("restoredAt", Items.instant(now));
        return transactions.write(List.of(Writes.putIfAbsent(item))) instanceof Outcome.Committed;
    }

    private static Redemption redemption(Map<String, AttributeValue> item) {
        return switch (Items.text(item, "status")) {
            case REDEEMED -> new Redemption.Redeemed(Items.text(item, "customer"), Money.of(Items.number(item, "discount"), Items.text(item, "currency")));
            case RESTORED -> new Redemption.Restored();
            default -> throw new IllegalStateException("a redemption in a status nobody writes: " + item.get(Items.PK) + " " + item.get(Items.SK));
        };
    }
}
