package commerce.local.stage.queues;

import commerce.local.stage.mappings.Events;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages on their way into batches, in the order they came. A batch is full when it has its number of messages or the event its size.
 * Not safe for use by several threads.
 */
final class Gathering {

    /** A message and the record that a function will see. */
    record Gathered(Message message, byte[] record) {}

    private final int batchSize;
    private List<Gathered> waiting = new ArrayList<>();
    private long bytes;
    private Object window = new Object();

    Gathering(int batchSize) {
        this.batchSize = batchSize;
    }

    void add(List<Gathered> messages) {
        waiting.addAll(messages);
        bytes += bytes(messages);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How many more messages the batch takes, as far as it is known. */
    int room() {
        return Math.max(0, batchSize - waiting.size());
    }

    boolean isFull() {
        return waiting.size() >= batchSize || bytes > Events.LARGEST;
    }

    /** Stands for the batch that is being filled now: another one after each {@link #take}. */
    Object window() {
        return window;
    }

    /** Takes the next batch; what does not fit stays. */
    List<Gathered> take() {
        var count = Math.min(batchSize, Events.fitting(waiting.stream().map(Gathered::record).toList()));
        var batch = List.copyOf(waiting.subList(0, count));
        waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
        bytes -= bytes(batch);
        window = new Object();
        return batch;
    }

    private static long bytes(List<Gathered> messages) {
        return messages.stream().mapToLong(gathered -> gathered.record().length).sum();
    }
}
