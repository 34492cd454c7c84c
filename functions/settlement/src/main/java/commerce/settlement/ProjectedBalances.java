package commerce.settlement;

import static commerce.kernel.Items.s;

import commerce.kernel.Busy;
import commerce.kernel.Items;
import commerce.kernel.Page;
import commerce.kernel.Settings;
import commerce.settlement.ChainTable.Head;
import commerce.settlement.domain.Batch;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads the balances projected from the chain as they were after one batch, on whichever page: what batches sealed since have added is taken
 * off again, so that the pages of one list sum to zero however many entries are sealed while somebody reads them.
 */
@Singleton
public class ProjectedBalances {

    private static final int ATTEMPTS = 5;
    /** A list that was begun more batches ago than this must be begun again. */
    private static final int MAX_BATCHES_UNDONE = 500;

    private final DynamoDbClient dynamoDb;
    private final ChainTable chain;

    public ProjectedBalances(DynamoDbClient dynamoDb, ChainTable chain) {
        this.dynamoDb = dynamoDb;
        this.chain = chain;
    }

    /** A balance, in minor units, debit-positive. */
    record Balance(String account, String currency, long balance) {

        /** @param key {@code currency#account} */
        static Balance of(String key, long balance) {
            var parts = key.split("#", 2);
            return new Balance(parts[1], parts[0], balance);
        }
    }

    /**
     * One page of a tenant's accounts.
     *
     * @param asOf all entries sealed until then are in it, and no others
     */
    record Accounts(List<Balance> items, Optional<String> nextCursor, Instant asOf) {}

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    /** The accounts by currency and name. The cursor says after which batch the list was begun. */
    Accounts page(String tenant, Page.Ask ask) {
        var begun = ask.after().map(Begun::parse);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var head = begun.isPresent() ? begun.get().head() : chain.settledHead(tenant);
            var page = query(tenant, ask.limit(), begun.map(Begun::after));
            var youngest = page.items().stream().mapToLong(item -> Items.number(item, "sealedIn")).max().orElse(0);
            if (youngest - head.number() > MAX_BATCHES_UNDONE) {
                throw Page.badCursor();
            }
            var since = youngest > head.number() ? chain.batches(tenant, head.number() + 1, youngest) : List.<Batch>of();
            if (since.size() == Math.max(0, youngest - head.number())) {
                var undone = undone(since);
                var items = page.items().stream().map(item -> balance(item, undone)).toList();
                var last = page.hasLastEvaluatedKey() ? Optional.of(new Begun(head, page.lastEvaluatedKey().get("sk").s()).text()) : Optional.<String>empty();
                return new Accounts(items, Page.of(items, last).nextCursor(), head.sealedAt());
            }
        }
        throw new Busy("balances kept changing while they were read", null);
    }

    /**
     * Where a list was begun and how far it was read.
     *
     * @param head the chain's end then
     * @param after the last account's key
     */
    private record Begun(Head head, String after) {

        private String text() {
            return head.number() + "/" + head.sealedAt() + "/" + after;
        }

        private static Begun parse(String text) {
            var parts = text.split("/", 3);
            try {
                return new Begun(new Head(Long.parseLong(parts[0]), "", Instant.parse(parts[1]), 0, 0), parts[2]);
            } catch (RuntimeException notOurs) {
                throw Page.badCursor();
            }
        }
    }

    private QueryResponse query(String tenant, int limit, Optional<String> after) {
        var partition = tenant + "#BALANCES";
        return dynamoDb.query(request -> {
            request.tableName(table()).consistentRead(true).limit(limit)
                    .keyConditionExpression("pk = :pk").expressionAttributeValues(Map.of(":pk", s(partition)));
            after.ifPresent(last -> request.exclusiveStartKey(Items.key(partition, last)));
        });
    }

    private static Map<String, Long> undone(List<Batch> since) {
        var sum = new HashMap<String, Long>();
        since.forEach(batch -> batch.net().forEach((account, amount) -> sum.merge(account, amount, Math::addExact)));
        return sum;
    }

    private static Balance balance(Map<String, AttributeValue> item, Map<String, Long> undone) {
        var key = Items.text(item, "sk");
        return Balance.of(key, Math.subtractExact(Items.number(item, "balance"), undone.getOrDefault(key, 0L)));
    }
}
