package commerce.ordering.domain;

/** Why checkout could not have what the order asked for. */
public enum RejectionReason {
    OUT_OF_STOCK,
    COUPON_EXHAUSTED,
    COUPON_LIMIT
}
