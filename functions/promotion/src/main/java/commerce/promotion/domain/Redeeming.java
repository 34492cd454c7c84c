package commerce.promotion.domain;

/** What became of an attempt to redeem a coupon for an order. Only the first changed anything. */
public sealed interface Redeeming {

    /** It counts now. */
    record Done() implements Redeeming {}

    /** The order has a redemption, or the tombstone of one. */
    record Present(Redemption redemption) implements Redeeming {}

    /** @param why for a human */
    record Exhausted(String why) implements Redeeming {}

    record CustomerLimit() implements Redeeming {}

    /** There is no such coupon. */
    record Unknown() implements Redeeming {}

    /** The definition was replaced, or others were at these items: nothing is decided, read and try again. */
    record Overtaken() implements Redeeming {}
}
