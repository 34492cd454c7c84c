package commerce.local.stage.bus;

import commerce.local.stage.queues.Message;
import commerce.local.stage.queues.Messages;
import java.util.List;
import java.util.Map;

/** The real queues, but sending to one of them breaks down as often as it is told to. */
final class Unreliable implements Messages {

    private final Messages messages;
    private String broken = "";
    private int times;

    Unreliable(Messages messages) {
        this.messages = messages;
    }

    /** The next sends to that queue fail, so many of them. */
    synchronized void fail(String queue, int count) {
        broken = queue;
        times = count;
    }

    private synchronized boolean fails(String queue) {
        return queue.equals(broken) && times-- > 0;
    }

    @Override
    public void send(String queue, List<String> bodies, Map<String, String> attributes) {
        if (fails(queue)) {
            throw new IllegalStateException("on purpose");
        }
        messages.send(queue, bodies, attributes);
    }

    @Override
    public List<Message> receive(String queue, int most) {
        return messages.receive(queue, most);
    }

    @Override
    public void delete(String queue, List<Message> received) {
        messages.delete(queue, received);
    }

    @Override
    public void reveal(String queue, Message message) {
        messages.reveal(queue, message);
    }
}
