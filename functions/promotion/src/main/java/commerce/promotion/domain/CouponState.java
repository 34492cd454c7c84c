package commerce.promotion.domain;

/** Where a coupon that is used once stands. */
public enum CouponState {

    /** It can be used. */
    ISSUED,
    /** An order has redeemed it and is not confirmed yet. */
    LOCKED,
    /** A confirmed order has used it. */
    REDEEMED,
    /** The order that had it gave it back: it can be used again. */
    RESTORED,
    /** It was not used before its end. Never stored: what time alone does needs no write. */
    EXPIRED,
    /** It was taken back before it was used, because the order it rewarded was refunded. */
    WITHDRAWN;

    /** What becomes of it when it is taken back: an order that has it keeps it, until it gives it back. */
    public CouponState withdrawn() {
        return isFree() ? WITHDRAWN : this;
    }

    /** Whether an order may redeem it, as far as the state says. */
    boolean isFree() {
        return this == ISSUED || this == RESTORED;
    }
}
