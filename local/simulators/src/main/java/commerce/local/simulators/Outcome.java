package commerce.local.simulators;

/** What the buyer's bank says to a payment. */
public enum Outcome {
    SUCCEEDED,
    FAILED
}
