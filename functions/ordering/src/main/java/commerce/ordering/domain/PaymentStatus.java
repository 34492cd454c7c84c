package commerce.ordering.domain;

/** How the latest payment attempt of an order looks from here; the payment context decides, this is what the customer is shown. */
public enum PaymentStatus {
    OPEN,
    FAILED,
    CAPTURED,
    CLOSED
}
