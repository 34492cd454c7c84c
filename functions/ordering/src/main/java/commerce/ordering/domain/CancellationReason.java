package commerce.ordering.domain;

/** Why an order ended without its money being kept. */
public enum CancellationReason {
    PAYMENT_TIMEOUT,
    PAYMENT_FAILED,
    BY_CUSTOMER,
    /** A step of checkout kept failing before the money was captured. */
    CHECKOUT_FAILED
}
