package commerce.settlement.domain.commission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

    private static Facts facts(long amount, long quantity, int memberLevel) {
        var line = new SaleLine("tea-1", "grower", Optional.of("tea"), quantity, Money.of(amount, "CNY"));
        return new Facts(line, memberLevel, 4, "ann", Money.of(amount * 2, "CNY"));
    }

    private static long taken(String expression) {
        return Expressions.evaluate(expression, facts(1_000, 3, 4));
    }

    /** SET-03's sample as ruling 4 writes it: 5 % of 1000, 4 % for a VIP. */
    @Test
    void theSampleTakesFortyOfAVipAndFiftyOfAnybodyElse() {
        var sample = "rate(amount, isVIP ? bp(400) : bp(500))";
        assertEquals(40, Expressions.evaluate(sample, facts(1_000, 1, 4)));
        assertEquals(50, Expressions.evaluate(sample, facts(1_000, 1, 3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "rate(amount, bp(500)) ; 50", "rate(amount + 9, bp(50)) ; 5", "quantity * 100 ; 300", "goods / 20 ; 100", "amount % 7 ; 6", "-(-5) ; 5",
        "category == 'tea' && merchantId == 'grower' ? 7 : 0 ; 7", "sku in ['tea-1', 'tea-2'] ? 1 : 2 ; 1", "sku.startsWith('tea') || false ? 3 : 4 ; 3",
        "memberLevel >= 4 ? quantity : 0 ; 3", "currency == 'CNY' ? 8 : 9 ; 8", "channelId != '' ? 2 : 1 ; 2", "!isVIP ? 1 : 0 ; 0"})
    void operatorsVariablesAndTheTwoFunctions(String expression, long result) {
        assertEquals(result, taken(expression));
        assertEquals(Optional.empty(), Expressions.fault(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "amount * 0.05 ; 1:8", "1e3 == 1.0 ? 1 : 2 ; 1:1", "amount * 5.0 ; 1:8", "rate(amount, 500) ; 1:5", "bp(500) ; 1:3", "amount > 5 ; 1:8", "'a' ; 1:1", "foo + 1 ; 1:1",
        "rate(amount, ; 1:13", "double(amount) ; 1:7", "int('5') ; 1:4", "[1,2].map(x, x) ; 1:10", "{'a': 1}.a ; 1:1", "5u == 5u ? 1 : 0 ; 1:1", "b'a' == b'a' ? 1 : 0 ; 1:1",
        "null == null ? 1 : 0 ; 1:1", "size(sku) ; 1:5", "sku.matches('.*') ? 1 : 0 ; 1:12", "[1, 2][0] ; 1:7", "dyn(1) ; 1:4", "type(1) == int ? 1 : 0 ; 1:5",
        "isVIP ? 1 : 'a' ; 1:7", "timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-01T00:00:00Z') ? 1 : 0 ; 1:10", "has(amount.x) ? 1 : 0 ; 1:4"})
    void whatIsNoFormulaForMoneyIsRefusedWithItsPlace(String expression, String place) {
        var why = Expressions.fault(expression).orElseThrow();
        assertTrue(why.startsWith(place + " "), why);
        assertThrows(Expressions.Failure.class, () -> taken(expression));
    }

    @Test
    void theLineOfAFaultIsTold() {
        assertTrue(Expressions.fault("amount\n  +* 5").orElseThrow().startsWith("2:"));
    }

    @Test
    void percentagesAreExplained() {
        assertTrue(Expressions.fault("1.0 == 1.0 ? 1 : 0").orElseThrow().contains("bp(500), not 0.05"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 / 0", "amount / (quantity - 3)", "amount % (quantity - 3)", "9223372036854775807 + amount", "amount * 9223372036854775807",
        "(-9223372036854775807 - 1) / -1", "-(-9223372036854775807 - 1)", "rate(amount, bp(10001))", "rate(amount, bp(-1))", "rate(9223372036854775807, bp(10000)) + 1", "amount + 1", "-1"})
    void whatCannotBeComputedOrTakesMoreThanThereIsFailsAndSaysWhy(String expression) {
        assertTrue(!assertThrows(Expressions.Failure.class, () -> taken(expression)).getMessage().isBlank());
    }

    @Test
    void whatFailsForEveryLineIsRefusedAndWhatFailsForSomeIsNot() {
        assertTrue(Expressions.fault("rate(amount, bp(20000))").orElseThrow().contains("bp takes 0 to 10000, not 20000"));
        assertTrue(Expressions.fault("amount + 1").orElseThrow().startsWith("fails whatever it is asked: it gives 1001"));
        assertTrue(Expressions.fault("amount / 0").isPresent());
        assertEquals(Optional.empty(), Expressions.fault("quantity / (quantity - 1)"));
    }

    @Test
    void lengthDepthAndSizeAreBounded() {
        for (var bomb : List.of("1" + " ".repeat(1_000), "(".repeat(200) + "1" + ")".repeat(200), "1" + "+1".repeat(400), "true ? 1 : ".repeat(80) + "1", "[".repeat(400),
                "-".repeat(999) + "x", "rate(".repeat(100) + "1" + ", bp(1))".repeat(100), "'" + "a".repeat(2_000) + "' == sku ? 1 : 0", "sku in [" + "'a',".repeat(240) + "'b'] ? 1 : 0")) {
            assertTrue(Expressions.fault(bomb).isPresent(), bomb.substring(0, 20));
        }
    }

    /** Whatever is written: it is refused, or fails, or gives an amount; nothing else comes out. */
    @Test
    void randomTextNeverDoesAnythingElse() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var words = List.of("amount", "quantity", "isVIP", "sku", "rate(", "bp(", ")", "(", "+", "-", "*", "/", "%", "?", ":", "&&", "||", "!", "<", "==", "0", "1", "500", "0.5", "9223372036854775807",
                "'a'", "\"", "[", "]", ",", "in", ".", "{", "}", "null", "true", "u", "e", "//", "\n", "\\", "\u0000", "税", "🙂", "b'", "r'", "__result__", "@", "`");
        for (int run = 0; run < 3_000; run++) {
            var text = new StringBuilder();
            for (int i = 0; i <= random.nextInt(14); i++) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
            }
            var expression = text.toString();
            try {
                var result = taken(expression);
                assertTrue(result >= 0 && result <= 1_000, "seed " + seed + ": " + expression);
            } catch (Expressions.Failure contained) {
                assertTrue(!contained.getMessage().isBlank(), "seed " + seed + ": " + expression);
            }
        }
    }
}
