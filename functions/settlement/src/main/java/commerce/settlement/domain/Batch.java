package commerce.settlement.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries sealed together: a link of the tenant's chain. Its hash covers its entries and the batch before it, so that whoever alters an entry
 * must alter everything sealed since.
 *
 * @param number 1 for the tenant's first, without gaps
 * @param previousHash of the batch before, empty for the first
 * @param sealedAt when
 * @param entries what it seals, in the order of their ids
 * @param net what they add to each account, by {@code currency#account}, debit-positive; sums to zero within each currency
 */
public record Batch(long number, String previousHash, Instant sealedAt, List<Sealed> entries, Map<String, Long> net) {

    /** An entry's id and its hash at the time it was sealed. */
    public record Sealed(String entryId, String hash) {}

    public Batch {
        entries = List.copyOf(entries);
        net = new TreeMap<>(net);
    }

    /** The batch after another. */
    public static Batch after(long number, String hash, String tenant, List<JournalEntry> entries, Instant now) {
        var sealed = entries.stream().map(entry -> new Sealed(entry.entryId(), entry.hash(tenant))).toList();
        return new Batch(number + 1, hash, now.truncatedTo(ChronoUnit.MILLIS), sealed, Balances.of(entries));
    }

    public String hash() {
        var parts = new ArrayList<>(List.of(Long.toString(number), previousHash, sealedAt.toString()));
        entries.forEach(entry -> parts.addAll(List.of(entry.entryId(), entry.hash())));
        net.forEach((account, amount) -> parts.addAll(List.of(account, amount.toString())));
        return Hashes.of(parts);
    }
}
