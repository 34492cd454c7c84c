package commerce.local.simulators;

/** What happened to a payment, for the protocol to tell the merchant in its own words. */
public sealed interface Change {

    /** The payment as it stands after the change; {@link Payment#events} numbers the change. */
    Payment payment();

    /** Money came in: {@link Payment#receipt}. */
    record Paid(Payment payment) implements Change {}

    /** The buyer's bank said no. */
    record Refused(Payment payment) implements Change {}

    /** The buyer has done their part; the money is on its way. */
    record Processing(Payment payment) implements Change {}

    /** Nobody paid in time, or the merchant closed it. */
    record Closed(Payment payment) implements Change {}

    /** A refund succeeded or failed. */
    record RefundEnded(Payment payment, Refund refund) implements Change {}

    /** A refund that had succeeded came back from the buyer's bank: {@link Refund#status} is FAILED now. */
    record RefundReturned(Payment payment, Refund refund) implements Change {}

    /** The buyer's bank took money back: {@link Payment#dispute}. */
    record Disputed(Payment payment) implements Change {}

    /** The dispute is won or lost. */
    record DisputeEnded(Payment payment) implements Change {}
}
