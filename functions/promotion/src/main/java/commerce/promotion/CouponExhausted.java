package commerce.promotion;

import commerce.kernel.NamedFailure;

/** The coupon has no redemption or no budget left for this order: the checkout rejects the order with COUPON_EXHAUSTED. */
public final class CouponExhausted extends NamedFailure {

    CouponExhausted(String message) {
        super(message);
    }
}
