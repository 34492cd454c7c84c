package commerce.promotion.domain.campaign;

/** What makes a campaign issue a personal coupon. */
public enum Trigger {

    /** Nobody but an operator: shared and unique codes, handed out outside of the shop. */
    MANUAL,
    /** A payment that failed and was not made good in time. */
    PAYMENT_RECOVERY,
    /** A customer came back and paid again. */
    REPURCHASE,
    /** A good customer stays away. */
    CHURN_RISK
}
