package commerce.local.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;

/** What a stage has started and must stop, the latest first. Something that gets started while the stage is being closed is stopped at once. */
final class Owned implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Owned.class);

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private boolean closed;

    /** @return the same thing */
    <T extends AutoCloseable> T add(T thing) {
        synchronized (this) {
            if (!closed) {
                things.push(thing);
                return thing;
            }
        }
        stop(thing);
        throw new IllegalStateException("the stage is being closed");
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable next;
            synchronized (this) {
                closed = true;
                next = things.poll();
            }
            if (next == null) {
                return;
            }
            stop(next);
        }
    }

    static void stop(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            // The others must be stopped nevertheless.
            LOG.warnf("%s did not stop: %s", thing.getClass().getSimpleName(), e);
        }
    }
}
