package commerce.promotion.domain;

import commerce.kernel.Money;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an order has done with a coupon, or with an offer that is given once. Redeemed becomes Restored and never anything else. */
public sealed interface Redemption {

    /**
     * It counts: these are what restoring gives back.
     *
     * @param campaign whose code it is
     * @param discount as it was redeemed
     * @param clawedBack of it, because the order was refunded in part or in full
     * @param refunded of the order's total, so far
     * @param refundIds the refunds that make this up
     */
    record Redeemed(String customer, Optional<String> campaign, Money discount, Money clawedBack, Money refunded, Set<String> refundIds) implements Redemption {

        public Redeemed(String customer, Optional<String> campaign, Money discount) {
            this(customer, campaign, discount, discount.zero(), discount.zero(), Set.of());
        }

        /** What the counters still hold of it. */
        public Money held() {
            return discount.minus(clawedBack);
        }

        /** The same after one more refund. @param total of the order; positive */
        public Redeemed after(String refundId, Money amount, Money total) {
            var back = refunded.plus(amount).min(total);
            var ids = new TreeSet<>(refundIds);
            ids.add(refundId);
            return new Redeemed(customer, campaign, discount, discount.proRata(back, total), back, Set.copyOf(ids));
        }
    }

    /** It was given back, or was refused before it came: it can never count again. */
    record Restored() implements Redemption {}
}
