package commerce.promotion.domain.member;

import commerce.kernel.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A customer as of a moment, in the currency of the shop's loyalty program.
 *
 * @param firstSeenAt when they registered, or else first ordered; empty for whom the shop has never met
 * @param lastActiveAt when they last came or ordered
 * @param spent paid and not refunded, ever
 * @param spentLast30Days of it, by orders confirmed today or on one of the 29 days before
 * @param paidOrders orders that cost something and were not refunded in full
 * @param activeDays of the last thirty
 * @param score by the program
 * @param level by the score
 */
public record Member(
        String customer,
        Optional<Instant> firstSeenAt,
        Optional<Instant> lastActiveAt,
        Money spent,
        Money spentLast30Days,
        long paidOrders,
        long activeDays,
        long score,
        LoyaltyProgram.Level level) {

    /** Whether the next order is the first, and the shop has not known the customer for that long yet. */
    public boolean isNew(long seconds, Instant now) {
        return paidOrders == 0 && firstSeenAt.filter(first -> !now.isBefore(first.plusSeconds(seconds))).isEmpty();
    }

    /** Paid orders after the first. */
    public long repurchases() {
        return Math.max(0, paidOrders - 1);
    }
}
