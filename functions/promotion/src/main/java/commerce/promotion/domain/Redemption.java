package commerce.promotion.domain;

import commerce.kernel.Money;

/** What an order has done with a coupon. REDEEMED becomes RESTORED and never anything else. */
public sealed interface Redemption {

    /** It counts: these are what restoring gives back. */
    record Redeemed(String customer, Money discount) implements Redemption {}

    /** It was given back, or was refused before it came: it can never count again. */
    record Restored() implements Redemption {}
}
