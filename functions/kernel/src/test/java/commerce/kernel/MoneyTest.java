package commerce.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MoneyTest {

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    @Test
    void itIsWrittenAsAnAmountInMinorUnitsAndACurrency() {
        assertEquals("{\"amount\":8800,\"currency\":\"CNY\"}", Json.write(cny(8800)));
        assertEquals(cny(8800), Json.read("{\"amount\":8800,\"currency\":\"CNY\"}", Money.class));
    }

    @Test
    void aFractionIsNotReadAsAnAmount() {
        assertThrows(RuntimeException.class, () -> Json.read("{\"amount\":88.5,\"currency\":\"CNY\"}", Money.class));
    }

    @Test
    void sharesAreRoundedHalfUpOnce() {
        assertEquals(cny(10120), cny(8800).basisPoints(11_500));
        assertEquals(cny(7480), cny(8800).basisPoints(8_500));
        assertEquals(cny(1), cny(1).basisPoints(5_000));
        assertEquals(cny(0), cny(1).basisPoints(4_999));
        assertEquals(cny(-1), cny(-1).basisPoints(5_000));
    }

    @Test
    void currenciesAreNeverMixedAndSumsNeverOverflow() {
        assertThrows(IllegalArgumentException.class, () -> cny(1).plus(Money.of(1, "EUR")));
        assertThrows(ArithmeticException.class, () -> cny(Long.MAX_VALUE).plus(cny(1)));
        assertThrows(ArithmeticException.class, () -> cny(Long.MAX_VALUE).times(2));
    }

    @Test
    void theLargestRemaindersGetWhatIsLeftAndTiesGoToTheFirst() {
        assertEquals(List.of(cny(34), cny(33), cny(33)), cny(100).allocate(List.of(1L, 1L, 1L)));
        assertEquals(List.of(cny(14), cny(29), cny(57)), cny(100).allocate(List.of(1L, 2L, 4L)));
        assertEquals(List.of(cny(-34), cny(-33), cny(-33)), cny(-100).allocate(List.of(1L, 1L, 1L)));
    }

    @Test
    void partsAlwaysSumToTheWholeAndLieWithinOneUnitOfTheirShare() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            var amount = cny(random.nextLong(-1_000_000, 1_000_000));
            var weights = new ArrayList<>(IntStream.range(0, 1 + random.nextInt(50)).mapToObj(i -> (long) random.nextInt(1_000)).toList());
            weights.set(0, weights.getFirst() + 1);
            var parts = amount.allocate(weights);
            assertEquals(amount, parts.stream().reduce(cny(0), Money::plus), "seed " + seed);
            var sum = weights.stream().mapToLong(Long::longValue).sum();
            for (int i = 0; i < parts.size(); i++) {
                var exactTimesSum = amount.minor() * weights.get(i);
                assertTrue(Math.abs(parts.get(i).minor() * sum - exactTimesSum) < sum, "seed " + seed);
            }
        }
    }

    @Test
    void weightsThatSayNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> cny(1).allocate(List.of()));
        assertThrows(IllegalArgumentException.class, () -> cny(1).allocate(List.of(0L)));
        assertThrows(IllegalArgumentException.class, () -> cny(1).allocate(List.of(2L, -1L)));
    }
}
