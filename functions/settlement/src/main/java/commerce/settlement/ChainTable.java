package commerce.settlement;

import static commerce.kernel.Items.n;
import static commerce.kernel.Items.s;

import commerce.kernel.Items;
import commerce.kernel.Json;
import commerce.kernel.Offered;
import commerce.kernel.Outbox;
import commerce.kernel.Settings;
import commerce.kernel.Transactions;
import commerce.settlement.domain.Batch;
import commerce.settlement.domain.Batch.Sealed;
import commerce.settlement.domain.JournalEntry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The chain of sealed batches and the balances projected from it.
 *
 * <pre>
 * pk            sk                what
 * t#LEDGER      HEAD              the last batch's number and hash, and what all batches hold; guarded by the number; in the sparse index
 *                                 {@code due} when enough has been sealed for another checkpoint
 * t#LEDGER      LATE#0000000001   that entries were sealed late, and from when they are: checkpoints made before do not hold them
 * t#BATCHES     0000000001        a batch, put once
 * t#BALANCES    currency#account  the sum of all sealed entries, with the batch that changed it last
 * </pre>
 *
 * One transaction seals a batch: head, batch, balances, and {@code sealedIn} on every entry, guarded by its absence, so that an entry counts
 * once whoever seals it and however often.
 */
@Singleton
public class ChainTable {

    private static final String HEAD = "HEAD";
    private static final String LATE = "LATE#";
    private static final String DUE_CHECKPOINTS = "_platform#DUE#CHECKPOINTS";
    /** What is sealed longer after it was posted is told apart: whoever sums entries that are older than this twice over need not fear others. */
    static final Duration SOON = Duration.ofMinutes(5);
    private static final long CHECKPOINT_EVERY = 1_000;
    static final int MAX_ACTIONS = 100;
    /** Head, batch, and that there were late ones. */
    private static final int OWN_ACTIONS = 3;
    private static final int FIRST_ENTRY = 2;

    private final DynamoDbClient dynamoDb;
    private final Transactions transactions;

    public ChainTable(DynamoDbClient dynamoDb, Transactions transactions) {
        this.dynamoDb = dynamoDb;
        this.transactions = transactions;
    }

    /**
     * The end of a tenant's chain.
     *
     * @param number of the last batch, 0 before the first
     * @param hash of the last batch, empty before the first
     * @param sealedAt of the last batch
     * @param lastPosted when the youngest of all sealed entries was posted
     * @param entries how many are sealed
     * @param late how many batches held entries that were sealed late
     */
    record Head(long number, String hash, Instant sealedAt, long entries, long late) {

        static final Head NONE = new Head(0, "", Instant.EPOCH, 0, 0);

        private Head after(Batch batch, boolean someLate) {
            return new Head(batch.number(), batch.hash(), batch.sealedAt(), entries + batch.entries().size(), late + (someLate ? 1 : 0));
        }

        private boolean passesCheckpoint(Head next) {
            return entries / checkpointEvery() < next.entries / checkpointEvery();
        }
    }

    /** An entry to seal. @param published its events that are on the bus and can be marked with it */
    record Candidate(JournalEntry entry, Offered offered) {

        Set<String> published() {
            return offered.published();
        }
    }

    /** What became of a batch. */
    sealed interface Sealing {

        record Done(Head head) implements Sealing {}

        /** Nothing was written. @param head as it is, if it is not the one the batch was built on @param refused what cannot be sealed so, as it is now */
        record Refused(Optional<Head> head, Map<Candidate, Optional<Map<String, AttributeValue>>> refused) implements Sealing {}
    }

    /** As many entries apart are checkpoints. Setting: {@code LEDGER_CHECKPOINT_EVERY}, 1,000 unless set. */
    static long checkpointEvery() {
        return Settings.find("LEDGER_CHECKPOINT_EVERY").map(Long::parseLong).orElse(CHECKPOINT_EVERY);
    }

    private static String table() {
        return Settings.require("TABLE_NAME");
    }

    private static Map<String, AttributeValue> headKey(String tenant) {
        return Items.key(tenant + "#LEDGER", HEAD);
    }

    static String batchKey(long number) {
        return "%010d".formatted(number);
    }

    Head head(String tenant) {
        return head(dynamoDb.getItem(request -> request.tableName(table()).consistentRead(true).key(headKey(tenant))).item());
    }

    /** The head while nothing is being sealed: everything that its batch changed is to be seen. */
    Head settledHead(String tenant) {
        var read = transactions.read(List.of(TransactGetItem.builder().get(get -> get.tableName(table()).key(headKey(tenant))).build()));
        return head(read.getFirst());
    }

    /** Batches by their numbers, both ends included; one that is just being sealed may be missing. */
    List<Batch> batches(String tenant, long from, long to) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(":pk", s(tenant + "#BATCHES"), ":from", s(batchKey(from)), ":to", s(batchKey(to)))))
                .items().stream().map(ChainTable::batch).toList();
    }

    private static Head head(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Head.NONE : new Head(Items.number(item, "number"), Items.text(item, "hash"), Items.instant(item, "sealedAt"), Items.number(item, "entries"), Items.number(item, "late"));
    }

    /** How many of those, from the first on, fit one transaction. */
    static int fitting(List<Candidate> candidates) {
        var accounts = new HashSet<String>();
        for (int i = 0; i < candidates.size(); i++) {
            candidates.get(i).entry().sums().forEach((account, sum) -> accounts.add(sum.currency() + "#" + account));
            if (OWN_ACTIONS + accounts.size() + i + 1 > MAX_ACTIONS) {
                return i;
            }
        }
        return candidates.size();
    }

    /** Seals those entries as the batch after that head, all or none. */
    Sealing seal(String tenant, Head head, List<Candidate> candidates, Instant now) {
        var entries = candidates.stream().map(Candidate::entry).toList();
        var batch = Batch.after(head.number(), head.hash(), tenant, entries, now);
        var oldest = entries.stream().map(JournalEntry::postedAt).min(Comparator.naturalOrder()).filter(posted -> posted.isBefore(now.minus(SOON)));
        var next = head.after(batch, oldest.isPresent());
        var actions = new ArrayList<TransactWriteItem>();
        actions.add(advanceHeadIfUnmoved(tenant, head, next));
        actions.add(putBatch(tenant, batch));
        candidates.forEach(candidate -> actions.add(sealIfUnsealed(tenant, candidate, batch.number())));
        batch.net().forEach((account, amount) -> actions.add(addToBalance(tenant, account, amount, batch.number())));
        oldest.ifPresent(posted -> actions.add(putLate(tenant, next.late(), posted)));
        return switch (transactions.write(actions)) {
            case Transactions.Outcome.Committed() -> new Sealing.Done(next);
            case Transactions.Outcome.Refused refused -> {
                var others = new IdentityHashMap<Candidate, Optional<Map<String, AttributeValue>>>();
                for (int i = 0; i < candidates.size(); i++) {
                    if (refused.failed(FIRST_ENTRY + i)) {
                        others.put(candidates.get(i), refused.item(FIRST_ENTRY + i));
                    }
                }
                yield new Sealing.Refused(refused.failed(0) ? Optional.of(head(refused.item(0).orElse(Map.of()))) : Optional.empty(), others);
            }
        };
    }

    private static TransactWriteItem advanceHeadIfUnmoved(String tenant, Head head, Head next) {
        var values = new HashMap<>(Map.of(":type", s("chainHead"), ":next", n(next.number()), ":hash", s(next.hash()), ":sealedAt", Items.instant(next.sealedAt()),
                ":entries", n(next.entries()), ":late", n(next.late())));
        if (head.number() != 0) {
            values.putAll(Map.of(":number", n(head.number()), ":before", s(head.hash())));
        }
        var due = "";
        if (head.passesCheckpoint(next)) {
            due = ", dueShard = :dueShard, dueKey = :dueKey";
            values.putAll(Map.of(":dueShard", s(DUE_CHECKPOINTS), ":dueKey", s(Items.time(next.sealedAt().plus(SOON).plus(SOON)) + "#" + tenant)));
        }
        var update = "SET #type = :type, #number = :next, #hash = :hash, sealedAt = :sealedAt, entries = :entries, late = :late" + due;
        return TransactWriteItem.builder().update(advanced -> advanced.tableName(table()).key(headKey(tenant))
                .updateExpression(update)
                .conditionExpression(head.number() == 0 ? "attribute_not_exists(#number)" : "#number = :number AND #hash = :before")
                .expressionAttributeNames(Map.of("#type", "type", "#number", "number", "#hash", "hash"))
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)).build();
    }

    private static TransactWriteItem putLate(String tenant, long number, Instant oldestPosted) {
        var item = Items.item(tenant + "#LEDGER", LATE + batchKey(number), "lateSealing");
        item.put("oldestPosted", Items.instant(oldestPosted));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /** From when the oldest entry is that was sealed late since there were so many late ones; empty if there was none. */
    Optional<Instant> oldestLateSince(String tenant, long late) {
        return dynamoDb.queryPaginator(request -> request.tableName(table()).consistentRead(true)
                        .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                        .expressionAttributeValues(Map.of(":pk", s(tenant + "#LEDGER"), ":from", s(LATE + batchKey(late + 1)), ":to", s(LATE + "~"))))
                .items().stream().map(item -> Items.instant(item, "oldestPosted")).min(Comparator.naturalOrder());
    }

    /** That nothing was sealed late since: what goes with it was summed from all there is. */
    TransactWriteItem checkNoneLateSince(String tenant, Head head) {
        return TransactWriteItem.builder().conditionCheck(check -> check.tableName(table()).key(headKey(tenant))
                .conditionExpression("late = :late").expressionAttributeValues(Map.of(":late", n(head.late())))).build();
    }

    /** A tenant that may be due for another checkpoint. @param dueKey as it was found */
    record Due(String tenant, String dueKey) {}

    List<Due> dueForCheckpoint(Instant now, int limit) {
        return dynamoDb.query(request -> request.tableName(table()).indexName("due").limit(limit)
                        .keyConditionExpression("dueShard = :shard AND dueKey < :now")
                        .expressionAttributeValues(Map.of(":shard", s(DUE_CHECKPOINTS), ":now", s(Items.time(now) + "$"))))
                .items().stream().map(item -> Items.text(item, "dueKey")).map(key -> new Due(key.split("#", 2)[1], key)).toList();
    }

    /** Unless more has become due since. */
    void noLongerDue(Due due) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table()).key(headKey(due.tenant())).updateExpression("REMOVE dueShard, dueKey")
                    .conditionExpression("dueKey = :key").expressionAttributeValues(Map.of(":key", s(due.dueKey()))));
        } catch (ConditionalCheckFailedException dueAgain) {
            return;
        }
    }

    private static TransactWriteItem putBatch(String tenant, Batch batch) {
        var item = Items.item(tenant + "#BATCHES", batchKey(batch.number()), "batch");
        item.put("previousHash", s(batch.previousHash()));
        item.put("hash", s(batch.hash()));
        item.put("sealedAt", Items.instant(batch.sealedAt()));
        item.put("entries", Items.json(batch.entries()));
        item.put("net", Items.json(batch.net()));
        return TransactWriteItem.builder().put(put -> put.tableName(table()).item(item).conditionExpression("attribute_not_exists(pk)")).build();
    }

    /** Marking its event as published is the same write. */
    private static TransactWriteItem sealIfUnsealed(String tenant, Candidate candidate, long number) {
        return TransactWriteItem.builder().update(update -> {
            update.tableName(table()).key(JournalTable.key(tenant, candidate.entry().entryId())).returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            var unsealed = "attribute_exists(pk) AND attribute_not_exists(sealedIn)";
            var values = Map.of(":batch", n(number));
            if (candidate.published().isEmpty()) {
                update.updateExpression("SET sealedIn = :batch").conditionExpression(unsealed).expressionAttributeValues(values);
            } else {
                var published = Outbox.onPublished(candidate.published());
                update.updateExpression("SET sealedIn = :batch, " + published.set() + " REMOVE " + published.remove())
                        .conditionExpression(unsealed + " AND " + published.guard())
                        .expressionAttributeNames(published.names(Map.of())).expressionAttributeValues(published.values(values));
            }
        }).build();
    }

    private static TransactWriteItem addToBalance(String tenant, String account, long amount, long batch) {
        return TransactWriteItem.builder().update(update -> update.tableName(table())
                .key(Items.key(tenant + "#BALANCES", account))
                .updateExpression("SET #type = :type, sealedIn = :batch ADD balance :amount")
                .expressionAttributeNames(Map.of("#type", "type"))
                .expressionAttributeValues(Map.of(":type", s("balance"), ":amount", n(amount), ":batch", n(batch)))).build();
    }

    /** Batches as they are in the table, from that number on. */
    List<Map<String, AttributeValue>> storedBatches(String tenant, long from, int limit) {
        return dynamoDb.query(request -> request.tableName(table()).consistentRead(true).limit(limit)
                .keyConditionExpression("pk = :pk AND sk >= :from")
                .expressionAttributeValues(Map.of(":pk", s(tenant + "#BATCHES"), ":from", s(batchKey(from))))).items();
    }

    static Batch batch(Map<String, AttributeValue> item) {
        var net = new HashMap<String, Long>();
        Json.read(Items.text(item, "net")).properties().forEach(account -> net.put(account.getKey(), account.getValue().asLong()));
        return new Batch(Long.parseLong(Items.text(item, "sk")), Items.text(item, "previousHash"), Items.instant(item, "sealedAt"), Items.jsonList(item, "entries", Sealed.class), net);
    }
}
