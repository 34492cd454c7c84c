package commerce.kernel;

/**
 * Stands for an exception whose message holds card data: Lambda hands messages to whoever called, and workflows keep them in their history.
 * Those that somebody catches by name stay what they are, and say nothing but ids.
 */
final class RedactedFailure extends RuntimeException {

    private RedactedFailure(RuntimeException failure) {
        super(Redaction.redact(failure.toString()));
        setStackTrace(failure.getStackTrace());
    }

    /** The same exception if there is nothing to hide in it. */
    static RuntimeException of(RuntimeException failure) {
        var isCaughtByName = failure instanceof NamedFailure || failure instanceof Busy;
        return isCaughtByName || failure.toString().equals(Redaction.redact(failure.toString())) ? failure : new RedactedFailure(failure);
    }
}
