package commerce.settlement.domain.reconciliation;

import commerce.kernel.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Compares the two sides of a day. Both are read as streams, as often as needed: movements are dealt into passes by their key, and only one
 * pass's share is in memory at a time.
 */
public final class Reconciler {

    /** What one pass holds: about a hundred megabytes. */
    private static final int PER_PASS = 100_000;

    private Reconciler() {}

    /** What is compared: everything within {@link BillDay#windowBegins} and {@link BillDay#windowEnds}. Each may be asked for several times. */
    public interface Sides {

        void ours(Consumer<OurMovement> each);

        /** Of the bills that are known of the three days. */
        void theirs(Consumer<BillLine> each);
    }

    /**
     * What the day comes to, whether or not it differs. Sums are of what came in less what went out, one for each currency.
     *
     * @param lines of the bill that are about movements of ours
     * @param others lines of the bill that are not: payouts, corrections
     * @param entries of ours
     * @param fees what the bill says the provider keeps
     */
    public record Totals(long lines, long others, long entries, List<Money> theirs, List<Money> ours, List<Money> fees) {}

    /** @param found hears every difference, once */
    public static Totals compare(BillDay day, Sides sides, Consumer<Difference> found) {
        return compare(day, sides, PER_PASS, found);
    }

    /** @param perPass how many movements may be in memory at a time, about */
    public static Totals compare(BillDay day, Sides sides, int perPass, Consumer<Difference> found) {
        var count = new Count(day);
        sides.ours(count::add);
        sides.theirs(count::add);
        var passes = (int) (count.all / perPass) + 1;
        for (int pass = 0; pass < passes; pass++) {
            groups(day, sides, pass, passes).values().forEach(group -> group.differences().forEach(found));
        }
        return count.totals();
    }

    private static Map<MovementKey, Group> groups(BillDay day, Sides sides, int pass, int passes) {
        var groups = new HashMap<MovementKey, Group>();
        sides.ours(movement -> {
            if (isOf(movement.key(), pass, passes)) {
                groups.computeIfAbsent(movement.key(), key -> new Group(day, key)).add(movement);
            }
        });
        sides.theirs(line -> {
            if (isCompared(line) && isOf(line.key(), pass, passes)) {
                groups.computeIfAbsent(line.key(), key -> new Group(day, key)).add(line);
            }
        });
        return groups;
    }

    private static boolean isOf(MovementKey key, int pass, int passes) {
        return Math.floorMod(key.hashCode(), passes) == pass;
    }

    /** Payouts and corrections name no payment of ours. */
    private static boolean isCompared(BillLine line) {
        return line.kind() != MovementKey.Kind.OTHER || line.paymentId().isPresent();
    }

    private static final class Count {
        private final BillDay day;
        private final Map<String, Money> theirs = new TreeMap<>();
        private final Map<String, Money> ours = new TreeMap<>();
        private final Map<String, Money> fees = new TreeMap<>();
        private long all;
        private long lines;
        private long others;
        private long entries;

        Count(BillDay day) {
            this.day = day;
        }

        void add(OurMovement movement) {
            all++;
            if (day.of(movement.movedAt()).equals(day.date())) {
                entries++;
                sum(ours, movement.amount());
            }
        }

        void add(BillLine line) {
            all++;
            if (!line.settleDate().equals(day.date())) {
                return;
            }
            if (isCompared(line)) {
                lines++;
                sum(fees, line.fee());
                if (line.is(BillLine.Status.DONE)) {
                    sum(theirs, line.amount());
                }
            } else {
                others++;
            }
        }

        private static void sum(Map<String, Money> sums, Money amount) {
            sums.merge(amount.currency().getCurrencyCode(), amount, Money::plus);
        }

        Totals totals() {
            return new Totals(lines, others, entries, new ArrayList<>(theirs.values()), new ArrayList<>(ours.values()), new ArrayList<>(fees.values()));
        }
    }
}
