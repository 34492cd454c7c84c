package commerce.promotion.domain;

/** What became of an attempt to redeem coupons and offers for an order. Only the first changed anything. */
public sealed interface Redeeming {

    /** They count now. */
    record Done() implements Redeeming {}

    /** The order has a redemption, or the tombstone of one. */
    record Present(Redemption redemption) implements Redeeming {}

    /** @param why for a human */
    record Exhausted(String why) implements Redeeming {}

    /** @param code which of them the customer has used as often as one customer may */
    record CustomerLimit(String code) implements Redeeming {}

    /** There is no such coupon. */
    record Unknown(String code) implements Redeeming {}

    /** A definition was replaced, or others were at these items: nothing is decided, read and try again. */
    record Overtaken() implements Redeeming {}
}
