package commerce.local.simulators;

/**
 * A refund as the provider sees it.
 *
 * @param refundId the merchant's id for it; asking is idempotent by it
 * @param paymentId what it gives back
 * @param amount how much
 * @param status where it stands
 */
record Refund(String refundId, String paymentId, Money amount, Status status) {

    enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    Refund with(Status next) {
        return new Refund(refundId, paymentId, amount, next);
    }
}
