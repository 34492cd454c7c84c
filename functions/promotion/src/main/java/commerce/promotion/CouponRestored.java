package commerce.promotion;

import commerce.kernel.NamedFailure;

/** The order's redemption was given back, or refused before it came: a late redemption. The checkout compensates. */
public final class CouponRestored extends NamedFailure {

    CouponRestored(String message) {
        super(message);
    }
}
