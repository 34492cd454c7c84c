package commerce.local.stage.queues;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A message that was received.
 *
 * @param receipt what deletes it
 * @param attributes the system's own, e.g. {@code ApproximateReceiveCount}
 * @param messageAttributes the sender's, as ReceiveMessage writes them
 * @param md5OfMessageAttributes empty if there are none
 * @param receivedNanos when, on this JVM's own scale
 */
public record Message(String id, String receipt, String body, String md5OfBody, Map<String, String> attributes, JsonNode messageAttributes,
        String md5OfMessageAttributes, long receivedNanos) {

    int receiveCount() {
        return Integer.parseInt(attributes.get("ApproximateReceiveCount"));
    }
}
