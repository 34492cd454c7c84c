package commerce.local.simulators;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A webhook to be delivered: the same event on every delivery and every try, written and signed anew each time.
 *
 * @param id the event's, for logs and for whoever wants to know
 * @param target where it goes
 * @param writing makes the request's content
 */
public record Notification(String id, URI target, Writing writing) {

    /** Writes and signs the webhook as it is sent at that moment. */
    @FunctionalInterface
    public interface Writing {
        Message at(Instant now);
    }

    /**
     * The content of one try.
     *
     * @param headers beside the content type
     */
    public record Message(String contentType, Map<String, String> headers, byte[] body) {}
}
