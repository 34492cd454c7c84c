package commerce.settlement.domain;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Sums of postings by {@code currency#account}, debit-positive: what one currency holds always sums to zero. */
public final class Balances {

    private Balances() {}

    public static Map<String, Long> of(Collection<JournalEntry> entries) {
        var balances = new TreeMap<String, Long>();
        entries.forEach(entry -> add(balances, entry));
        return balances;
    }

    /** Adds one entry to a growing sum. */
    public static void add(Map<String, Long> balances, JournalEntry entry) {
        entry.sums().forEach((account, sum) -> balances.merge(sum.currency() + "#" + account, sum.minor(), Math::addExact));
    }
}
