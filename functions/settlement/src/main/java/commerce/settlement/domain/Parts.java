package commerce.settlement.domain;

import commerce.kernel.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Divides money among named parts so that they sum to the whole, whatever the order in which they were named. */
public final class Parts {

    private Parts() {}

    /**
     * Once: by largest remainder, ties to the lower name.
     *
     * @param weights not negative; if all are zero, so must the whole be
     */
    public static SortedMap<String, Money> divide(Money whole, Map<String, Long> weights) {
        var sorted = new TreeMap<>(weights);
        var parts = new TreeMap<String, Money>();
        if (whole.isZero()) {
            sorted.keySet().forEach(name -> parts.put(name, whole));
            return parts;
        }
        var names = List.copyOf(sorted.keySet());
        var shares = whole.allocate(List.copyOf(sorted.values()));
        for (int i = 0; i < names.size(); i++) {
            parts.put(names.get(i), shares.get(i));
        }
        return parts;
    }

    /**
     * Bit by bit: how much of each part is gone when that much of the whole is. Nothing but the sum counts, not the steps it came in; no part
     * ever comes back while the sum grows (largest remainder would let it: the Alabama paradox); when all is gone, every part is.
     *
     * <p>Every unit of a part has its place between 0 and 1, the i-th of n at (2i - 1) / 2n; the first so many of all units are gone
     * (Sainte-Lague), equal places in the order of names.
     *
     * @param soFar from zero to the sum of the parts
     * @param parts not negative
     */
    public static SortedMap<String, Money> running(Money soFar, Map<String, Money> parts) {
        var whole = parts.values().stream().reduce(soFar.zero(), Money::plus);
        if (soFar.isNegative() || soFar.compareTo(whole) > 0) {
            throw new IllegalArgumentException(soFar + " cannot be a part of " + whole);
        }
        var gone = new TreeMap<String, Money>();
        parts.forEach((name, part) -> gone.put(name, part.isZero() ? part : part.proRata(soFar, whole)));
        var off = soFar.minor() - gone.values().stream().mapToLong(Money::minor).sum();
        for (; off > 0; off--) {
            move(gone, next(gone, parts), 1);
        }
        for (; off < 0; off++) {
            move(gone, last(gone, parts), -1);
        }
        return gone;
    }

    private static void move(Map<String, Money> gone, String name, long by) {
        gone.computeIfPresent(name, (_, money) -> new Money(money.minor() + by, money.currency()));
    }

    private static String next(SortedMap<String, Money> gone, Map<String, Money> parts) {
        return places(gone, parts, 1).stream().filter(place -> gone.get(place.name).compareTo(parts.get(place.name)) < 0).min(Comparator.naturalOrder()).orElseThrow().name;
    }

    private static String last(SortedMap<String, Money> gone, Map<String, Money> parts) {
        return places(gone, parts, -1).stream().filter(place -> gone.get(place.name).isPositive()).max(Comparator.naturalOrder()).orElseThrow().name;
    }

    private static List<Place> places(SortedMap<String, Money> gone, Map<String, Money> parts, long after) {
        var places = new ArrayList<Place>();
        gone.forEach((name, money) -> places.add(new Place(name, BigInteger.valueOf(2 * money.minor() + after), BigInteger.valueOf(parts.get(name).minor()))));
        return places;
    }

    /** Where a unit stands: {@code numerator / size}, compared without rounding. */
    private record Place(String name, BigInteger numerator, BigInteger size) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            var byPlace = numerator.multiply(other.size).compareTo(other.numerator.multiply(size));
            return byPlace != 0 ? byPlace : name.compareTo(other.name);
        }
    }
}
