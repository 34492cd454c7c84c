package commerce.kernel;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.slf4j.MDC;

/**
 * An operation fed by its own queue with events from the bus. Messages are independent: those that fail are reported one by one and
 * come again, after the queue's limit they go to the dead-letter queue.
 *
 * <p>Events come at least once and in any order; a consumer is idempotent by {@link Event#id()} or by the state it writes.
 */
public abstract class EventConsumer extends Operation {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);

    /** What Lambda's poller reads back: the messages to deliver again. */
    public record BatchResponse(List<Failure> batchItemFailures) {
        public record Failure(String itemIdentifier) {}
    }

    /** Acts on one event. An exception means: deliver it again. */
    protected abstract void consume(Event event);

    @Override
    final Object answer(JsonNode message, Context context) {
        var failures = new ArrayList<BatchResponse.Failure>();
        for (var entry : message.path("Records")) {
            try {
                var event = read(Json.read(entry.path("body").asText()));
                putIfKnown("tenant", event.tenant());
                putIfKnown("correlation_id", event.subject());
                putIfKnown("event_id", event.id());
                consume(event);
            } catch (RuntimeException failure) {
                LOG.error("event not consumed, it will be delivered again", failure);
                failures.add(new BatchResponse.Failure(entry.path("messageId").asText()));
            } finally {
                List.of("tenant", "correlation_id", "event_id").forEach(MDC::remove);
            }
        }
        return new BatchResponse(failures);
    }

    /** Our events travel as the detail of an EventBridge envelope; overridden for events that AWS itself publishes. */
    protected Event read(JsonNode envelope) {
        return Json.convert(envelope.path("detail"), Event.class);
    }
}
