package commerce.promotion.domain.campaign;

/** What a campaign's coupons are. */
public enum Codes {

    /** One code that everybody may know, and may be redeemed many times. */
    SHARED,
    /** Codes nobody can guess, each redeemed once by whoever has it. */
    UNIQUE,
    /** Codes nobody can guess, each issued to one customer and redeemed once by that customer. */
    PERSONAL;

    /** Whether a code's only redemption uses it up. */
    public boolean areUsedOnce() {
        return this != SHARED;
    }
}
