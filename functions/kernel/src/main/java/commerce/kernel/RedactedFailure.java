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

    /** The same exception if there is nothing to hide in it and in what caused it. */
    static RuntimeException of(RuntimeException failure) {
        return failure instanceof NamedFailure || failure instanceof Busy || !hasSomethingToHide(failure) ? failure : new RedactedFailure(failure);
    }

    static boolean hasSomethingToHide(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (!cause.toString().equals(Redaction.redact(cause.toString()))) {
                return true;
            }
        }
        return false;
    }
}
