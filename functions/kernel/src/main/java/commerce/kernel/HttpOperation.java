package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logging.Logger;

/**
 * An operation behind an HTTP route. A {@link ProblemException} becomes its problem, {@link Busy} a 503; anything else is a bug or an
 * outage: the invocation fails, the gateway answers 500, and an alarm sees it.
 */
public abstract class HttpOperation extends Operation {

    /** What a function accepts as a body; the gateway's own limit is far higher than any request of ours. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private static final Logger LOG = Logger.getLogger(HttpOperation.class);

    /**
     * Answers one request.
     *
     * @throws ProblemException for every answer that is a problem
     */
    protected abstract HttpResponse handle(HttpRequest request);

    @Override
    final Object answer(JsonNode message, Context context) {
        var request = new HttpRequest(message);
        try {
            if (request.rawBody().length > MAX_BODY_BYTES) {
                throw Problem.tooLarge(request.rawBody().length).asException();
            }
            return handle(request);
        } catch (ProblemException e) {
            LOG.infof("refused: %s", e.getMessage());
            return HttpResponse.problem(e.problem());
        } catch (Busy e) {
            LOG.warn("busy", e);
            return HttpResponse.problem(Problem.tryAgain(e.getMessage()));
        }
    }
}
