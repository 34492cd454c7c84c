package commerce.promotion.domain.member;

import commerce.kernel.Money;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;

/**
 * How a shop weighs its customers: data, so that another table needs no other code.
 *
 * @param currency only amounts in it count towards the score: there are no rates between currencies here
 * @param zone whose midnight ends a day
 * @param perThousandMinor points for each thousand minor units spent; 6 for fen is 0.6 for a yuan
 * @param perRepurchase points for each paid order after the first
 * @param perActiveDay points for each active day of the last thirty
 * @param levels ascending; the first from 0 points
 */
public record LoyaltyProgram(Currency currency, ZoneId zone, long perThousandMinor, long perRepurchase, long perActiveDay, List<Level> levels) {

    public static final LoyaltyProgram STANDARD = new LoyaltyProgram(Currency.getInstance("CNY"), ZoneId.of("Asia/Shanghai"), 6, 20, 5, List.of(
            new Level(1, 0, 0, 7_200),
            new Level(2, 500, 500, 3_600),
            new Level(3, 2_000, 1_500, 1_800),
            new Level(4, 8_000, 3_000, 900),
            new Level(5, 20_000, 5_000, 300)));

    /**
     * A level and what it brings. Platinum is 4 and above.
     *
     * @param number 1 to 5: what pricing rules call it by
     * @param fromScore the first score that reaches it
     * @param couponMinor of the coupon for coming back (PRO-06), in minor units of the program's currency; 0 for none
     * @param serviceReplySeconds how soon service answers
     */
    public record Level(int number, long fromScore, long couponMinor, long serviceReplySeconds) {}

    public LoyaltyProgram {
        levels = List.copyOf(levels);
        var ascending = levels.stream().sorted(Comparator.comparingLong(Level::fromScore)).toList().equals(levels);
        if (levels.isEmpty() || levels.getFirst().fromScore() != 0 || !ascending) {
            throw new IllegalArgumentException("levels must ascend from 0 points: " + levels);
        }
    }

    /**
     * What a member has earned, in whole numbers and rounded down once: {@code 6 x minor units / 1000 + 20 x repurchases + 5 x active days}.
     *
     * @param spent paid and not refunded; not truncated to whole yuan first
     */
    public long score(Money spent, long repurchases, long activeDays) {
        var bySpending = BigInteger.valueOf(spent.minor()).multiply(BigInteger.valueOf(perThousandMinor)).divide(BigInteger.valueOf(1_000)).longValueExact();
        return Math.addExact(bySpending, Math.addExact(Math.multiplyExact(perRepurchase, repurchases), Math.multiplyExact(perActiveDay, activeDays)));
    }

    /** The highest level that score reaches. @param score not negative */
    public Level level(long score) {
        return levels.stream().filter(level -> score >= level.fromScore()).reduce((lower, higher) -> higher)
                .orElseThrow(() -> new IllegalArgumentException("a score below zero: " + score));
    }

    /** What a level's coupon is worth; zero for none. */
    public Money coupon(Level level) {
        return new Money(level.couponMinor(), currency);
    }
}
