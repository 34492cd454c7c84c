package commerce.settlement.domain.clearing;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lines add up to, each currency by itself: equal lines make equal tallies, in whatever order they come.
 *
 * @param totals one for each currency that occurs, sorted by its code
 */
public record Tally(List<Totals> totals) {

    public Tally {
        totals = totals.stream().sorted(Comparator.comparing(one -> one.net().currency().getCurrencyCode())).toList();
    }

    public static Tally nothing() {
        return new Tally(List.of());
    }

    public static Tally of(Stream<PayableLine> lines) {
        var sums = new TreeMap<String, Totals>();
        lines.forEach(line -> sums.merge(line.net().currency().getCurrencyCode(), Totals.of(line), Totals::plus));
        return new Tally(List.copyOf(sums.values()));
    }

    public Tally plus(Tally other) {
        var sums = new TreeMap<String, Totals>();
        Stream.concat(totals.stream(), other.totals.stream()).forEach(one -> sums.merge(one.net().currency().getCurrencyCode(), one, Totals::plus));
        return new Tally(List.copyOf(sums.values()));
    }

    public long lines() {
        return totals.stream().mapToLong(Totals::lines).sum();
    }

    /** Whether anything of it was carried over from an earlier settlement. */
    public boolean hasCarried() {
        return totals.stream().anyMatch(one -> !one.carriedIn().isZero());
    }
}
