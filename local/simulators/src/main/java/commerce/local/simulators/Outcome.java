package commerce.local.simulators;

/** What the buyer's bank says to a payment. */
public enum Outcome {
    SUCCEEDED,
    FAILED,
    /** The buyer has done their part, as with a bank debit; the money, or the refusal, comes later. Not every provider has such payments. */
    PROCESSING
}
