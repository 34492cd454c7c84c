package commerce.promotion.domain.member;

import commerce.kernel.Money;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What one confirmed order adds to its customer's history.
 *
 * @param total what was paid
 * @param refunded what went back of it; money that came too late or twice is neither
 * @param day of the loyalty program on which it was confirmed; empty if it is of another currency than the program
 */
public record CountedOrder(Money total, Money refunded, Optional<LocalDate> day) {

    /** What is left of it, never below zero. */
    public Money bringsIn() {
        return total.minus(refunded.min(total));
    }

    /** 1 while something of it is paid, else 0: a free order is none that was paid. */
    public int paidOrders() {
        return bringsIn().isPositive() ? 1 : 0;
    }

    /** Whether something was paid, and nothing of it is left. */
    public boolean isRefundedInFull() {
        return total.isPositive() && bringsIn().isZero();
    }

    public CountedOrder plusRefund(Money amount) {
        return new CountedOrder(total, refunded.plus(amount), day);
    }
}
