package commerce.promotion;

import commerce.kernel.BatchReads;
import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.promotion.domain.pricing.PricingRule;
import commerce.promotion.domain.pricing.RuleSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Keys and expressions of the table {@code Promotion} for what a shop prices by; its coupons are {@link PromotionTable}'s. All share pk
 * {@code <tenant>#PRICING}:
 *
 * <ul>
 *   <li>sk {@code RULE#<id>}: {@code rule} (JSON), its {@code version}.
 *   <li>sk {@code RULE_VERSION#<id>#<version>}: every {@code rule} there ever was, so that a version kept on an order can be looked up.
 *   <li>sk {@code RULES}: the {@code version} of the set of enabled rules and the {@code digest} of its text; small, read with every quote.
 *   <li>sk {@code RULES#SET}: that set as {@code rules} (JSON), with its {@code version}; read when the digest is a new one.
 *   <li>sk {@code QUOTE_KEY}: {@code key}, what the shop's quotes are signed with.
 *   <li>sk {@code REWARDS}: see {@link RewardItems}.
 * </ul>
 */
@Singleton
public class PricingTable {

    private static final String RULE = "RULE#";
    private static final String HEAD = "RULES";
    private static final String SET = "RULES#SET";
    private static final String QUOTE_KEY = "QUOTE_KEY";
    private static final int KEY_BYTES = 32;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final BatchReads batches;
    private final RandomGenerator random;

    public PricingTable(DynamoDbClient dynamoDb, Transactions transactions, BatchReads batches, RandomGenerator random) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.batches = batches;
        this.random = random;
    }

    /**
     * What one quote needs, read at once and as of this moment.
     *
     * @param rulesDigest of the set of rules; empty before the first
     * @param signingKey empty before the shop's first quote
     * @param rewarded whether the shop rewards who comes back
     * @param member what {@link MembersTable} keeps of the customer; empty if nobody was named, or nothing is known
     * @param coupons those that exist of the items asked for, by key
     */
    record Basics(Optional<String> rulesDigest, Optional<byte[]> signingKey, boolean rewarded, Optional<Map<String, AttributeValue>> member,
            Map<Map<String, AttributeValue>, Map<String, AttributeValue>> coupons) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    static String partition(String tenant) {
        return tenant + "#PRICING";
    }

    private static Map<String, AttributeValue> key(String tenant, String sk) {
        return Items.key(partition(tenant), sk);
    }

    /**
     * One batch read.
     *
     * @param customer whose price it is; nobody's if empty
     * @param coupons the keys of the coupons that are to be used
     * @throws commerce.kernel.Busy if DynamoDB keeps leaving keys unread
     */
    Basics basics(String tenant, Optional<String> customer, List<Map<String, AttributeValue>> coupons) {
        var keys = new ArrayList<>(List.of(key(tenant, HEAD), key(tenant, QUOTE_KEY), RewardItems.repurchaseKey(tenant)));
        var member = customer.map(one -> MembersTable.key(tenant, one));
        member.ifPresent(keys::add);
        keys.addAll(coupons);
        var items = batches.read(table(), keys);
        return new Basics(
                find(items, key(tenant, HEAD)).map(item -> Items.text(item, "digest")),
                find(items, key(tenant, QUOTE_KEY)).map(PricingTable::signingKey),
                find(items, RewardItems.repurchaseKey(tenant)).isPresent(),
                member.flatMap(key -> find(items, key)),
                coupons.stream().filter(key -> find(items, key).isPresent()).collect(Collectors.toMap(Function.identity(), key -> find(items, key).orElseThrow())));
    }

    private static Optional<Map<String, AttributeValue>> find(List<Map<String, AttributeValue>> items, Map<String, AttributeValue> key) {
        return items.stream().filter(item -> key.entrySet().stream().allMatch(part -> part.getValue().equals(item.get(part.getKey())))).findFirst();
    }

    private Optional<Map<String, AttributeValue>> read(String tenant, String sk) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, sk)));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> found.item());
    }

    /** The rules as of this moment, as they were written: the text of a {@link RuleSet}; empty before the first. */
    Optional<String> rules(String tenant) {
        return read(tenant, SET).map(item -> Items.text(item, "rules"));
    }

    Optional<PricingRule> find(String tenant, String id) {
        return read(tenant, RULE + id).map(PricingTable::rule);
    }

    /** As it was in that version. */
    Optional<PricingRule> find(String tenant, String id, long version) {
        return read(tenant, versionKey(id, version)).map(PricingTable::rule);
    }

    private static String versionKey(String id, long version) {
        return "RULE_VERSION#%s#%010d".formatted(id, version);
    }

    /** One page by id, enabled or not; at most {@code limit}. */
    List<PricingRule> list(String tenant, int limit, Optional<String> after) {
        // What sorts behind every id: ids hold nothing above 'z'.
        var values = Map.of(":partition", Items.s(partition(tenant)), ":from", Items.s(RULE + after.map(id -> id + "!").orElse("")), ":to", Items.s(RULE + "~"));
        return dynamoDb.query(request -> request.tableName(table()).limit(limit)
                .keyConditionExpression("pk = :partition AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(values)).items().stream().map(PricingTable::rule).toList();
    }

    /**
     * Writes a rule and the set it is part of, if both are as they were read.
     *
     * @param rule its next version
     * @param rules the next version of the set
     * @param text of the set
     * @param digest of that text
     * @return false if somebody else changed one of them
     */
    boolean replaceIfVersions(String tenant, PricingRule rule, RuleSet rules, String text, String digest, Event event, Instant now) {
        return transactions.write(List.of(
                replaceRule(tenant, rule, event, now),
                put(tenant, HEAD, "pricingRules", rules.version(), Map.of("digest", Items.s(digest)), true),
                put(tenant, SET, "pricingRuleSet", rules.version(), Map.of("rules", Items.s(text)), false),
                put(tenant, versionKey(rule.id(), rule.version()), "pricingRuleVersion", rule.version(), Map.of("rule", Items.json(rule)), false))) instanceof Transactions.Outcome.Committed;
    }

    /** An update and no put: events of earlier versions that still wait in the item stay. */
    private static TransactWriteItem replaceRule(String tenant, PricingRule rule, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("pricingRule"), ":rule", Items.json(rule), ":version", Items.n(rule.version())));
        if (rule.version() > 1) {
            values.put(":before", Items.n(rule.version() - 1));
        }
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(tenant, RULE + rule.id()))
                .updateExpression("SET #type = :type, #rule = :rule, version = :version, " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression(rule.version() == 1 ? "attribute_not_exists(pk)" : "version = :before")
                .expressionAttributeNames(outbox.names(Map.of("#type", "type", "#rule", "rule")))
                .expressionAttributeValues(outbox.values(values))).build();
    }

    /** @param guarded only if the version before is there */
    private static TransactWriteItem put(String tenant, String sk, String type, long version, Map<String, AttributeValue> more, boolean guarded) {
        var item = Items.item(partition(tenant), sk, type);
        item.put("version", Items.n(version));
        item.putAll(more);
        return TransactWriteItem.builder().put(put -> {
            put.tableName(table()).item(item);
            if (guarded && version == 1) {
                put.conditionExpression("attribute_not_exists(pk)");
            } else if (guarded) {
                put.conditionExpression("version = :before").expressionAttributeValues(Map.of(":before", Items.n(version - 1)));
            }
        }).build();
    }

    /** The shop's key for quotes: drawn if there is none, and the same for all who draw at once. */
    byte[] makeSigningKey(String tenant) {
        var drawn = new byte[KEY_BYTES];
        random.nextBytes(drawn);
        var item = Items.item(partition(tenant), QUOTE_KEY, "quoteKey");
        item.put("key", AttributeValue.fromB(SdkBytes.fromByteArray(drawn)));
        try {
            dynamoDb.putItem(request -> request.tableName(table()).item(item)
                    .conditionExpression("attribute_not_exists(pk)").returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return drawn;
        } catch (ConditionalCheckFailedException drawnByAnother) {
            return signingKey(drawnByAnother.item());
        }
    }

    private static byte[] signingKey(Map<String, AttributeValue> item) {
        return item.get("key").b().asByteArray();
    }

    private static PricingRule rule(Map<String, AttributeValue> item) {
        return Items.json(item, "rule", PricingRule.class);
    }
}
