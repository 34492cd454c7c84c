package commerce.promotion;

import commerce.kernel.NamedFailure;

/** There is no such coupon. No order is accepted with one, so this is a workflow fed by hand; the checkout compensates. */
public final class CouponUnknown extends NamedFailure {

    CouponUnknown(String message) {
        super(message);
    }
}
