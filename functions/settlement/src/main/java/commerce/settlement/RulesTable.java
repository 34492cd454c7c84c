package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.Rule;
import commerce.settlement.domain.split.RuleSet;
import commerce.settlement.domain.split.SplitRule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What a shop settles by: every key and every expression. All share pk {@code <tenant>#RULES}:
 *
 * <ul>
 *   <li>sk {@code COMMISSION#<id>}, {@code SPLIT#<id>}: {@code rule} (JSON), its {@code version}.
 *   <li>sk {@code COMMISSION_VERSION#<id>#<version>}, {@code SPLIT_VERSION#...}: every {@code rule} there ever was, so that a version named
 *       by an order's settlement can be looked up.
 *   <li>sk {@code HEAD}: the {@code version} of the set of enabled rules and the {@code digest} of its text; small, read with every settlement.
 *   <li>sk {@code SET}: that set as {@code rules} (JSON), with its {@code version}; read when the digest is a new one.
 * </ul>
 */
@Singleton
public class RulesTable {

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public RulesTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /**
     * Rules of one kind.
     *
     * @param prefix of their sort keys
     * @param changed the event that tells of a change
     */
    record Kind<R extends Rule<R>>(String prefix, Class<R> type, String changed) {

        static final Kind<CommissionRule> COMMISSION = new Kind<>("COMMISSION", CommissionRule.class, "commission_rule.changed.v1");
        static final Kind<SplitRule> SPLIT = new Kind<>("SPLIT", SplitRule.class, "split_rule.changed.v1");

        private String current(String id) {
            return prefix + "#" + id;
        }

        private String past(String id, long version) {
            return "%s_VERSION#%s#%010d".formatted(prefix, id, version);
        }

        private R rule(Map<String, AttributeValue> item) {
            return Items.json(item, "rule", type);
        }
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> key(String tenant, String sk) {
        return Items.key(tenant + "#RULES", sk);
    }

    static Map<String, AttributeValue> headKey(String tenant) {
        return key(tenant, "HEAD");
    }

    static String digest(Map<String, AttributeValue> head) {
        return Items.text(head, "digest");
    }

    private Optional<Map<String, AttributeValue>> read(String tenant, String sk) {
        var response = dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(key(tenant, sk)));
        return Optional.of(response).filter(found -> found.hasItem()).map(found -> found.item());
    }

    /** The set as of this moment, as it was written: the text of a {@link RuleSet}; empty before the first. */
    Optional<String> set(String tenant) {
        return read(tenant, "SET").map(item -> Items.text(item, "rules"));
    }

    <R extends Rule<R>> Optional<R> find(Kind<R> kind, String tenant, String id) {
        return read(tenant, kind.current(id)).map(kind::rule);
    }

    /** As it was in that version. */
    <R extends Rule<R>> Optional<R> find(Kind<R> kind, String tenant, String id, long version) {
        return read(tenant, kind.past(id, version)).map(kind::rule);
    }

    /** One page by id, enabled or not; at most {@code limit}. */
    <R extends Rule<R>> List<R> list(Kind<R> kind, String tenant, int limit, Optional<String> after) {
        // What sorts behind every id: ids hold nothing above 'z'.
        var values = Map.of(":partition", Items.s(tenant + "#RULES"), ":from", Items.s(kind.current(after.map(id -> id + "!").orElse(""))), ":to", Items.s(kind.current("~")));
        return dynamoDb.query(request -> request.tableName(table()).limit(limit)
                .keyConditionExpression("pk = :partition AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(values)).items().stream().map(kind::rule).toList();
    }

    /**
     * Writes a rule and the set it is part of, if both are as they were read.
     *
     * @param rule its next version
     * @param set the next version of the set
     * @param text of the set
     * @param digest of that text
     * @return false if somebody else changed one of them
     */
    <R extends Rule<R>> boolean replaceIfVersions(Kind<R> kind, String tenant, R rule, RuleSet set, String text, String digest, Event event, Instant now) {
        return transactions.write(List.of(
                replaceRule(kind, tenant, rule, event, now),
                put(tenant, "HEAD", "settlementRules", set.version(), Map.of("digest", Items.s(digest)), true),
                put(tenant, "SET", "settlementRuleSet", set.version(), Map.of("rules", Items.s(text)), false),
                put(tenant, kind.past(rule.id(), rule.version()), "settlementRuleVersion", rule.version(), Map.of("rule", Items.json(rule)), false))) instanceof Transactions.Outcome.Committed;
    }

    /** An update and no put: events of earlier versions that still wait in the item stay. */
    private static <R extends Rule<R>> TransactWriteItem replaceRule(Kind<R> kind, String tenant, R rule, Event event, Instant now) {
        var outbox = Outbox.onUpdate(now, event);
        var values = new HashMap<String, AttributeValue>(Map.of(":type", Items.s("settlementRule"), ":rule", Items.json(rule), ":version", Items.n(rule.version())));
        if (rule.version() > 1) {
            values.put(":before", Items.n(rule.version() - 1));
        }
        return TransactWriteItem.builder().update(update -> update.tableName(table()).key(key(tenant, kind.current(rule.id())))
                .updateExpression("SET #type = :type, #rule = :rule, version = :version, " + outbox.set() + " ADD " + outbox.add())
                .conditionExpression(rule.version() == 1 ? "attribute_not_exists(pk)" : "version = :before")
                .expressionAttributeNames(outbox.names(Map.of("#type", "type", "#rule", "rule")))
                .expressionAttributeValues(outbox.values(values))).build();
    }

    /** @param guarded only if the version before is there */
    private static TransactWriteItem put(String tenant, String sk, String type, long version, Map<String, AttributeValue> more, boolean guarded) {
        var item = Items.item(tenant + "#RULES", sk, type);
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

    static RuleSet parse(String text) {
        return Json.read(text, RuleSet.class);
    }
}
