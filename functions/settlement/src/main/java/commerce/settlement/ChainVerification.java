package commerce.settlement;

import commerce.kernel.BatchReads;
import commerce.kernel.Items;
import commerce.kernel.Settings;
import commerce.settlement.domain.Balances;
import commerce.settlement.domain.Batch;
import commerce.settlement.domain.JournalEntry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Walks a tenant's chain, some batches at a time, and computes every hash and sum again from what the table holds now. */
@Singleton
public class ChainVerification {

    private final ChainTable chain;
    private final BatchReads reads;

    public ChainVerification(ChainTable chain, BatchReads reads) {
        this.chain = chain;
        this.reads = reads;
    }

    /** What can be wrong. */
    enum What {
        /** It says something else than when it was sealed. */
        ENTRY_ALTERED,
        /** It was sealed, and is gone. */
        ENTRY_MISSING,
        /** The batch's own hash is not that of what it says. */
        BATCH_ALTERED,
        /** Its number is not there. */
        BATCH_MISSING,
        /** It does not go on from the batch before. */
        CHAIN_BROKEN,
        /** What it adds to the accounts is not what its entries add up to. */
        SUMS_ALTERED,
        /** The chain ends elsewhere than its head says. */
        HEAD_ALTERED
    }

    /** @param entryId if it is about an entry */
    record Fault(long batch, Optional<String> entryId, What fault) {}

    /**
     * What some batches are like.
     *
     * @param items everything that is wrong with them
     * @param batches how many were walked
     * @param entries how many entries they seal
     * @param lastHash of the last of them: kept elsewhere, it shows later whether the whole chain was made anew
     * @param lastBatch its number
     * @param isEnd whether the chain ends there
     */
    record Walk(List<Fault> items, long batches, long entries, String lastHash, long lastBatch, boolean isEnd) {}

    /** Walks on after that batch, 0 for the beginning. */
    Walk walk(String tenant, long after, int limit) {
        var head = chain.head(tenant);
        var faults = new ArrayList<Fault>();
        var hash = after == 0 ? "" : chain.storedBatches(tenant, after, 1).stream().findFirst().map(item -> Items.text(item, "hash")).orElse("");
        var stored = chain.storedBatches(tenant, after + 1, limit);
        var entries = 0L;
        var expected = after + 1;
        for (var item : stored) {
            var batch = ChainTable.batch(item);
            for (; expected < batch.number(); expected++) {
                faults.add(new Fault(expected, Optional.empty(), What.BATCH_MISSING));
            }
            expected++;
            if (!batch.previousHash().equals(hash)) {
                faults.add(new Fault(batch.number(), Optional.empty(), What.CHAIN_BROKEN));
            }
            hash = Items.text(item, "hash");
            if (!batch.hash().equals(hash)) {
                faults.add(new Fault(batch.number(), Optional.empty(), What.BATCH_ALTERED));
            }
            entries += batch.entries().size();
            verifyEntries(tenant, batch, faults);
        }
        var last = expected - 1;
        var isEnd = stored.size() < limit || last >= head.number();
        if (isEnd && last < head.number() || last == head.number() && !hash.equals(head.hash())) {
            faults.add(new Fault(head.number(), Optional.empty(), What.HEAD_ALTERED));
        }
        return new Walk(List.copyOf(faults), stored.size(), entries, hash, last, isEnd);
    }

    private void verifyEntries(String tenant, Batch batch, List<Fault> faults) {
        var found = new HashMap<String, Map<String, AttributeValue>>();
        reads.read(Settings.require("TABLE_NAME"), batch.entries().stream().map(sealed -> JournalTable.key(tenant, sealed.entryId())).toList())
                .forEach(item -> found.put(Items.findText(item, "pk").orElseThrow() + Items.text(item, "sk"), item));
        var entries = new ArrayList<JournalEntry>();
        for (var sealed : batch.entries()) {
            var key = JournalTable.key(tenant, sealed.entryId());
            var item = found.get(Items.text(key, "pk") + Items.text(key, "sk"));
            if (item == null) {
                faults.add(new Fault(batch.number(), Optional.of(sealed.entryId()), What.ENTRY_MISSING));
                continue;
            }
            var entry = readable(item);
            if (entry.filter(same -> same.hash(tenant).equals(sealed.hash())).isEmpty()) {
                faults.add(new Fault(batch.number(), Optional.of(sealed.entryId()), What.ENTRY_ALTERED));
            }
            entry.ifPresent(entries::add);
        }
        if (entries.size() == batch.entries().size() && !Balances.of(entries).equals(batch.net())) {
            faults.add(new Fault(batch.number(), Optional.empty(), What.SUMS_ALTERED));
        }
    }

    /** One that was altered may not be an entry any more. */
    private static Optional<JournalEntry> readable(Map<String, AttributeValue> item) {
        try {
            return Optional.of(JournalTable.entry(item));
        } catch (RuntimeException altered) {
            return Optional.empty();
        }
    }
}
