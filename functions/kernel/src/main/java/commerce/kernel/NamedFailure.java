package commerce.kernel;

/**
 * An expected outcome that a workflow must branch on: Lambda reports the subclass's fully qualified name as {@code errorType}, and the
 * workflow's {@code ErrorEquals} holds that name. Thrown only at the Lambda boundary, from a sealed outcome.
 */
public abstract class NamedFailure extends RuntimeException {

    protected NamedFailure(String message) {
        super(Redaction.redact(message), null, false, false);
    }
}
