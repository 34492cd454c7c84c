package commerce.settlement.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartsTest {

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private static long sum(Map<String, Money> parts) {
        return parts.values().stream().mapToLong(Money::minor).sum();
    }

    @Test
    void aWholeIsDividedByLargestRemainderWithTiesToTheLowerName() {
        assertEquals(Map.of("a", cny(34), "b", cny(33), "c", cny(33)), Parts.divide(cny(100), Map.of("c", 1L, "b", 1L, "a", 1L)));
        assertEquals(Map.of("brand", cny(701), "warehouse", cny(200), "platform", cny(100)), Parts.divide(cny(1001), Map.of("brand", 7_000L, "warehouse", 2_000L, "platform", 1_000L)));
        assertEquals(Map.of("a", cny(0), "b", cny(0)), Parts.divide(cny(0), Map.of("a", 0L, "b", 0L)));
    }

    /** Largest remainder would give b 3 of 10 units and only 2 of 11 here: the Alabama paradox. */
    @Test
    void noPartEverComesBackWhileMoreIsGone() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            var parts = new TreeMap<String, Money>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                parts.put("p" + i, cny(random.nextInt(60)));
            }
            var before = Parts.running(cny(0), parts);
            for (long gone = 1; gone <= sum(parts); gone++) {
                var now = Parts.running(cny(gone), parts);
                assertEquals(gone, sum(now), "seed " + seed);
                var earlier = before;
                now.forEach((name, part) -> assertTrue(part.compareTo(earlier.get(name)) >= 0 && part.compareTo(parts.get(name)) <= 0, "seed " + seed));
                before = now;
            }
            assertEquals(parts, before, "seed " + seed);
        }
    }

    @Test
    void whatIsGoneOfAPartIsItsShareToTheUnitAlsoForAmountsNearTheLimit() {
        var parts = Map.of("a", cny(600_000_000_000_000L), "b", cny(300_000_000_000_000L), "c", cny(1));
        assertEquals(Map.of("a", cny(200), "b", cny(100), "c", cny(0)), Parts.running(cny(300), parts));
        assertEquals(parts, Parts.running(cny(900_000_000_000_001L), parts));
    }

    @Test
    void moreThanTheWholeCannotBeGone() {
        assertThrows(IllegalArgumentException.class, () -> Parts.running(cny(11), Map.of("a", cny(10))));
        assertThrows(IllegalArgumentException.class, () -> Parts.running(cny(-1), Map.of("a", cny(10))));
    }
}
