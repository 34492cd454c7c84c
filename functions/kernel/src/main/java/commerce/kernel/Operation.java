package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jboss.logging.Logger;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * Every Lambda of the house: JSON in, JSON out, one structured log line on failure, and correlation ids on every line between.
 *
 * <p>An exception that leaves it is a failed invocation: its fully qualified class name becomes Lambda's {@code errorType}, which is
 * what a workflow's {@code Catch} and {@code Retry} name. Subclasses are stateless: one instance serves many invocations.
 */
public abstract class Operation implements RequestStreamHandler {

    private static final Logger LOG = Logger.getLogger(Operation.class);

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        RedactedLogs.install();
        var message = Json.read(input);
        var answer = PowertoolsLogging.withLogging(new LoggedContext(context), () -> answerLogged(message, context));
        if (answer != null) {
            Json.MAPPER.writeValue(output, answer);
        }
    }

    private Object answerLogged(JsonNode message, Context context) {
        MDC.put("operation", getClass().getSimpleName());
        correlate(message);
        try {
            return answer(message, context);
        } catch (RuntimeException failure) {
            logFailure(failure);
            throw RedactedFailure.of(failure);
        } finally {
            MDC.clear();
        }
    }

    /** Overridden where a failure is an expected outcome that only looks like an exception to Lambda. */
    void logFailure(RuntimeException failure) {
        LOG.error("invocation failed", failure);
    }

    /** Puts what identifies the business transaction on every log line. */
    private static void correlate(JsonNode message) {
        var tenant = message.path("tenant").asText(message.path("requestContext").path("authorizer").path("jwt").path("claims").path("tenant").asText(""));
        var orderId = message.path("orderId").asText(message.path("pathParameters").path("orderId").asText(""));
        var requestId = message.path("requestContext").path("requestId").asText("");
        putIfKnown("tenant", tenant);
        putIfKnown("order_id", orderId);
        putIfKnown("correlation_id", orderId.isEmpty() ? requestId : orderId);
    }

    static void putIfKnown(String key, String value) {
        if (!value.isEmpty()) {
            MDC.put(key, value);
        }
    }

    abstract Object answer(JsonNode message, Context context);
}
