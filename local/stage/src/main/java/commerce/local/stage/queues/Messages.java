package commerce.local.stage.queues;

import java.util.List;
import java.util.Map;

/** Sends, receives and deletes messages. Safe for use by many threads. */
public interface Messages {

    /**
     * Sends messages.
     *
     * @param attributes of each, all of type String
     * @throws commerce.local.stage.aws.AwsError if the queue is not there, or does not take one of them; then none is sent
     */
    void send(String queue, List<String> bodies, Map<String, String> attributes);

    /** Up to that many visible messages, at once; they become invisible. */
    List<Message> receive(String queue, int most);

    /** Deletes messages by their receipts; a receipt that has expired is no fault. */
    void delete(String queue, List<Message> messages);

    /** Makes a message that was received visible at once, before its time-out ends. */
    void reveal(String queue, Message message);
}
