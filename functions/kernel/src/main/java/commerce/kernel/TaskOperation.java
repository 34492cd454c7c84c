package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;

/**
 * An operation that a workflow's Task or another function's read-only invoke calls: one JSON object in, one out.
 *
 * <p>An expected failure is thrown as a {@link NamedFailure}, whose class name the workflow catches.
 *
 * @param <I> the input's type, a record
 * @param <O> the output's type, a record
 */
public abstract class TaskOperation<I, O> extends Operation {

    private static final Logger LOG = Logger.getLogger(TaskOperation.class);

    private final Class<I> inputType;

    protected TaskOperation(Class<I> inputType) {
        this.inputType = inputType;
    }

    /** Does the work; must bear being called twice, and, for a compensation, before its action. */
    protected abstract O handle(I input);

    @Override
    final Object answer(JsonNode message, Context context) {
        return handle(Json.convert(message, inputType));
    }

    @Override
    void logFailure(RuntimeException failure) {
        if (failure instanceof NamedFailure) {
            LOG.infof("refused: %s: %s", failure.getClass().getName(), failure.getMessage());
        } else {
            super.logFailure(failure);
        }
    }
}
