package commerce.promotion;

import commerce.kernel.NamedFailure;

/** The customer has used the coupon as often as one customer may: the checkout rejects the order with COUPON_LIMIT. */
public final class CouponLimitReached extends NamedFailure {

    CouponLimitReached(String message) {
        super(message);
    }
}
