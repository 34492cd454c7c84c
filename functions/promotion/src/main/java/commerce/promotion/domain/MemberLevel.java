package commerce.promotion.domain;

import commerce.kernel.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;

/** A member's level by loyalty score (PRO-05), with what it brings: the coupon for coming back (PRO-06) and how soon service replies. */
public enum MemberLevel {

    L1(0, 0, Duration.ofHours(2)),
    L2(500, 500, Duration.ofHours(1)),
    L3(2_000, 1_500, Duration.ofMinutes(30)),
    L4(8_000, 3_000, Duration.ofMinutes(15)),
    L5(20_000, 5_000, Duration.ofMinutes(5));

    private final long fromScore;
    private final long couponMinor;
    private final Duration serviceReply;

    MemberLevel(long fromScore, long couponMinor, Duration serviceReply) {
        this.fromScore = fromScore;
        this.couponMinor = couponMinor;
        this.serviceReply = serviceReply;
    }

    /**
     * What a member has earned, in whole numbers and rounded down once: {@code 6 x minor units / 1000 + 20 x repurchases + 5 x active days}.
     *
     * @param spent paid and not refunded; not truncated to whole yuan first
     * @param repurchases paid orders after the first
     * @param activeDays of the last thirty
     */
    public static long score(Money spent, long repurchases, long activeDays) {
        var bySpending = BigInteger.valueOf(spent.minor()).multiply(BigInteger.valueOf(6)).divide(BigInteger.valueOf(1_000)).longValueExact();
        return Math.addExact(bySpending, Math.addExact(Math.multiplyExact(20, repurchases), Math.multiplyExact(5, activeDays)));
    }

    /** The highest level that score reaches. @param score not negative */
    public static MemberLevel of(long score) {
        return Arrays.stream(values()).filter(level -> score >= level.fromScore).reduce((lower, higher) -> higher)
                .orElseThrow(() -> new IllegalArgumentException("a score below zero: " + score));
    }

    /** 1 to 5: what pricing rules call it by. Platinum is 4 and above. */
    public int number() {
        return ordinal() + 1;
    }

    /** Of the coupon for a repurchase, in minor units; 0 for none. */
    public long couponMinor() {
        return couponMinor;
    }

    public Duration serviceReply() {
        return serviceReply;
    }
}
