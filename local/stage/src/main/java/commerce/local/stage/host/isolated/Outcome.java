package commerce.local.stage.host.isolated;

/** How an invocation ended, as its environment saw it. */
sealed interface Outcome {

    /** The runtime posted an answer. */
    record Responded(byte[] payload) implements Outcome {}

    /** The runtime posted an error, or one was made of what it posted; JSON. */
    record Reported(byte[] payload) implements Outcome {}

    /** The function's time was over, and its process was killed. */
    record TimedOut() implements Outcome {}

    /** The process ended, of itself or by somebody else's hand, before there was an answer. @param how e.g. {@code exit status 1} */
    record Exited(String how) implements Outcome {}

    /** The process did not get as far as asking for an invocation within the time a start may take, and was killed. */
    record NeverReady() implements Outcome {}

    /** The process ended after earlier invocations and never saw this one: somebody else must serve it. */
    record NotTaken() implements Outcome {}
}
