package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Outbox;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.kernel.Transactions.Outcome;
import commerce.kernel.Transactions;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keys and expressions of the table {@code Promotion} for coupons; what a shop prices by is {@link PricingTable}'s, what is issued
 * {@link CampaignTable}'s, what orders do with it {@link RedemptionTable}'s. A coupon is pk {@code <tenant>#COUPON#<code>}, sk {@code COUPON}:
 *
 * <ul>
 *   <li>{@code definition} (JSON), {@code version} of the definition, {@code redeemed}, {@code spent#<currency>} (minor units);
 *       {@code couponShop} and {@code couponCode} put it into the index {@code byShop}, which holds keys only, so that redeeming does not
 *       write there.
 *   <li>of a campaign's code also {@code campaign}, {@code issuedAt} and perhaps {@code customer}; of one that is used once {@code state}, {@code orderId}
 *       while an order has it, and {@code graceUntil}. In the index it is under its campaign.
 * </ul>
 *
 * <p>All writes are transactions, even of one item: they take part in the same conflict retries as the redemptions beside them.
 */
@Singleton
public class PromotionTable {

    static final String BY_SHOP = "byShop";

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
}
