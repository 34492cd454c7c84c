package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.Posting;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Balances at any past instant, by when entries were posted: the last checkpoint before it, and the entries since.
 *
 * <p>A checkpoint, {@code t#CHECKPOINTS} at the key of an entry in the index {@code byTenant}, holds what all entries up to that one sum to. It
 * is made once the entry is ten minutes old, one for every thousand entries, so an instant costs at most a thousand entries to sum, or
 * those of ten minutes if they are more. An entry sealed late may be missing in checkpoints made before: they are not used any more.
 */
@Singleton
public class Checkpoints {

    private static final Logger LOG = Logger.getLogger(Checkpoints.class);
    /** Sorts before whatever an entry's id may go on with, and after its end. */
    private static final String AFTER = " ";
    /** Sorts after the separator between an instant and an id. */
    private static final String END_OF_INSTANT = "$";
    private static final int MOST_IN_A_RUN = 50;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;
    private final ChainTable chain;
    private final Clock clock;

    public Checkpoints(DynamoDbClient dynamoDb, Transactions transactions, ChainTable chain, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
        this.chain = chain;
        this.clock = clock;
    }

    /**
     * What all entries up to one sum to.
     *
     * @param position that entry's key in the index
     * @param late how many batches had been sealed late when it was made
     */
    private record Checkpoint(String position, Map<String, Long> balances, long late) {

        private static final Checkpoint NONE = new Checkpoint("", Map.of(), 0);

        private boolean holds(Instant posted) {
            return position.compareTo(Items.time(posted)) > 0;
        }
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static String partition(String tenant) {
        return tenant + "#CHECKPOINTS";
    }

    /** The tenant's balances by {@code currency#account}, of all entries posted until that instant, itself included. */
    Map<String, Long> balancesAt(String tenant, Instant at) {
        var last = lastValid(tenant, at);
        var sums = new TreeMap<>(last.balances());
        entries(tenant, last.position(), at).forEach(item -> add(sums, item));
        return sums;
    }

    private static void add(Map<String, Long> sums, Map<String, AttributeValue> entry) {
        Items.jsonList(entry, "postings", Posting.class)
                .forEach(posting -> sums.merge(posting.amount().currency() + "#" + posting.account(), posting.amount().minor(), Math::addExact));
    }

    private Stream<Map<String, AttributeValue>> entries(String tenant, String after, Instant until) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).indexName(JournalTable.BY_TENANT)
                        .keyConditionExpression("tenantKey = :tenant AND postedKey BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(":tenant", s(tenant + "#ENTRIES"), ":from", s(after + AFTER), ":to", s(Items.time(until) + END_OF_INSTANT))))
                .items().stream();
    }

    /** The last checkpoint before that instant in which no entry is missing. */
    private Checkpoint lastValid(String tenant, Instant at) {
        var candidates = dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true).scanIndexForward(false).limit(2)
                .keyConditionExpression("pk = :pk AND sk < :at")
                .expressionAttributeValues(Map.of(":pk", s(partition(tenant)), ":at", s(Items.time(at) + END_OF_INSTANT)))).items();
        for (var item : candidates) {
            var checkpoint = checkpoint(item);
            var missing = chain.oldestLateSince(tenant, checkpoint.late()).filter(checkpoint::holds);
            if (missing.isEmpty()) {
                return checkpoint;
            }
        }
        return Checkpoint.NONE;
    }

    private static Checkpoint checkpoint(Map<String, AttributeValue> item) {
        var balances = new HashMap<String, Long>();
        Json.read(Items.text(item, "balances")).properties().forEach(account -> balances.put(account.getKey(), account.getValue().asLong()));
        return new Checkpoint(Items.text(item, "sk"), balances, Items.number(item, "late"));
    }

    /** Makes the checkpoints that are due. @return how many it made */
    int makeDue(int tenants) {
        var made = 0;
        for (var due : chain.dueForCheckpoint(clock.instant(), tenants)) {
            var some = 0;
            while (some < MOST_IN_A_RUN && makeNext(due.tenant())) {
                some++;
            }
            if (some < MOST_IN_A_RUN) {
                chain.noLongerDue(due);
            }
            made += some;
        }
        return made;
    }

    /** Old enough that whatever is still to be sealed of that time counts as late. */
    private Instant settled() {
        return clock.instant().minus(ChainTable.SOON).minus(ChainTable.SOON);
    }

    private boolean makeNext(String tenant) {
        var head = chain.head(tenant);
        var last = lastValid(tenant, settled());
        var next = entries(tenant, last.position(), settled()).limit(ChainTable.checkpointEvery()).toList();
        if (next.size() < ChainTable.checkpointEvery()) {
            return false;
        }
        var sums = new TreeMap<>(last.balances());
        next.forEach(item -> add(sums, item));
        sums.values().removeIf(sum -> sum == 0);
        var position = Items.text(next.getLast(), "postedKey");
        var written = transactions.write(List.of(put(tenant, new Checkpoint(position, sums, head.late())), chain.checkNoneLateSince(tenant, head)));
        LOG.infof("checkpoint of %s at %s: %s", tenant, position, written instanceof Transactions.Outcome.Committed ? "made" : "an entry came late, again later");
        return written instanceof Transactions.Outcome.Committed;
    }

    /** Over another of that place, which was made without an entry that came late. */
    private static TransactWriteItem put(String tenant, Checkpoint checkpoint) {
        var item = Items.item(partition(tenant), checkpoint.position(), "checkpoint");
        item.put("balances", Items.json(checkpoint.balances()));
        item.put("late", n(checkpoint.late()));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item)).build();
    }
}
