package commerce.settlement.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Both sides of the books at an instant.
 *
 * @param at all entries posted until then are in it
 * @param currencies the sums of both sides
 * @param accounts those that are not even, by currency and name
 */
public record TrialBalance(Instant at, List<Sums> currencies, List<Row> accounts) {

    /** Amounts in minor units. @param difference debit less credit: 0, or somebody has altered an entry */
    public record Sums(String currency, long debit, long credit, long difference) {}

    /** An account stands on one side only. Amounts in minor units. */
    public record Row(String account, String currency, long debit, long credit) {}

    /** @param balances by {@code currency#account}, debit-positive */
    public static TrialBalance of(Instant at, Map<String, Long> balances) {
        var rows = new ArrayList<Row>();
        var sums = new TreeMap<String, Sums>();
        new TreeMap<>(balances).forEach((key, balance) -> {
            var parts = key.split("#", 2);
            var debit = Math.max(balance, 0);
            var credit = Math.max(Math.negateExact(balance), 0);
            if (balance != 0) {
                rows.add(new Row(parts[1], parts[0], debit, credit));
            }
            sums.merge(parts[0], new Sums(parts[0], debit, credit, balance), TrialBalance::plus);
        });
        return new TrialBalance(at, List.copyOf(sums.values()), List.copyOf(rows));
    }

    private static Sums plus(Sums a, Sums b) {
        return new Sums(a.currency(), Math.addExact(a.debit(), b.debit()), Math.addExact(a.credit(), b.credit()), Math.addExact(a.difference(), b.difference()));
    }
}
