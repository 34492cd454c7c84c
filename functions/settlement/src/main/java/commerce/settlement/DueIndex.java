package commerce.settlement;

import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Settings;
import commerce.settlement.domain.clearing.PayableLine;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sparse index {@code due}: whose lines wait to be cleared, and which clearings have not ended well. It holds keys only and is spread
 * by merchant, so that the orders of one shop do not meet in one partition with those of another.
 *
 * <p>Its sort key is {@code tenant#merchant#date#lineId}: whoever looks for merchants skips from one to the next and never reads their
 * lines. It follows the table by moments; a line it does not show yet is found the next night.
 */
@Singleton
public class DueIndex {

    private static final String INDEX = "due";
    private static final String PREFIX = "_platform#DUE#";
    private static final String CLEARINGS = PREFIX + "CLEARINGS";
    static final int SHARDS = 8;
    /** Greater than whatever a key may hold. */
    private static final String PAST = "~";

    private final DynamoDbClient dynamoDb;

    public DueIndex(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** A merchant of a tenant with unclaimed lines of that date. */
    record Due(String tenant, String merchantId, LocalDate date) {

        private static Due of(String key) {
            var parts = key.split("#", 4);
            return new Due(parts[0], parts[1], LocalDate.parse(parts[2]));
        }

        /** What comes after all of its lines. */
        private String end() {
            return String.join("#", tenant, merchantId, date.toString(), PAST);
        }

        private String endOfMerchant() {
            return String.join("#", tenant, merchantId, PAST);
        }
    }

    /** A clearing that has not ended well. */
    record Unfinished(String tenant, LocalDate date) {}

    /** The attributes that put an unclaimed line into the index. */
    static Map<String, AttributeValue> keys(String tenant, PayableLine line) {
        return Map.of("dueShard", s(PREFIX + Math.floorMod((tenant + "#" + line.merchantId()).hashCode(), SHARDS)),
                "dueKey", s(String.join("#", tenant, line.merchantId(), line.businessDate().toString(), line.lineId())));
    }

    /** The attributes that put an unfinished clearing into the index. */
    static Map<String, AttributeValue> keys(String tenant, LocalDate date) {
        return Map.of("dueShard", s(CLEARINGS), "dueKey", s(tenant + "#" + date));
    }

    /** Every tenant with unclaimed lines of whatever date: one read for each tenant and shard. */
    Set<String> tenants() {
        var tenants = new TreeSet<String>();
        IntStream.range(0, SHARDS).forEach(shard -> {
            for (var next = first(shard, "", PAST); next.isPresent(); next = first(shard, next.get().tenant() + "#" + PAST, PAST)) {
                tenants.add(next.get().tenant());
            }
        });
        return tenants;
    }

    /** Clearings that were begun and have not ended well. */
    List<Unfinished> unfinished() {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).indexName(INDEX)
                        .keyConditionExpression("dueShard = :shard").expressionAttributeValues(Map.of(":shard", s(CLEARINGS))))
                .items().stream().map(item -> Items.text(item, "dueKey").split("#", 2)).map(key -> new Unfinished(key[0], LocalDate.parse(key[1]))).toList();
    }

    /** The first of the tenant's merchants and dates in that shard, up to that date. @param after the one found before, or empty */
    Optional<Due> next(String tenant, int shard, Optional<Due> after, LocalDate upTo) {
        var from = after.map(Due::end).orElse(tenant + "#");
        for (var found = first(shard, from, tenant + "#" + PAST); found.isPresent(); found = first(shard, found.get().endOfMerchant(), tenant + "#" + PAST)) {
            if (!found.get().date().isAfter(upTo)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Due> first(int shard, String after, String before) {
        return dynamoDb.query(request -> request.tableName(table()).indexName(INDEX).limit(1)
                        .keyConditionExpression("dueShard = :shard AND dueKey BETWEEN :after AND :before")
                        .expressionAttributeValues(Map.of(":shard", s(PREFIX + shard), ":after", s(after.isEmpty() ? " " : after), ":before", s(before))))
                .items().stream().findFirst().map(item -> Due.of(Items.text(item, "dueKey")));
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }
}
