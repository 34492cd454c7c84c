package commerce.payment.domain;

/** Why an order's payment was closed without money. */
public enum CloseReason {
    /** The customer cancelled. */
    BY_CUSTOMER,
    /** The provider refused the latest attempt, and no other came. */
    PAYMENT_FAILED,
    /** Nobody paid in time. */
    PAYMENT_TIMEOUT,
    /** Checkout failed before, for a reason of its own. */
    CHECKOUT_FAILED;

    private static final String TIMEOUT = "States.Timeout";

    /**
     * The reason when a workflow gives up.
     *
     * @param latestAttemptFailed whether there is a latest attempt and the provider refused it
     * @param cause the name of the error that ended the workflow's way forward
     */
    public static CloseReason of(boolean latestAttemptFailed, String cause) {
        if (latestAttemptFailed) {
            return PAYMENT_FAILED;
        }
        return TIMEOUT.equals(cause) ? PAYMENT_TIMEOUT : CHECKOUT_FAILED;
    }
}
