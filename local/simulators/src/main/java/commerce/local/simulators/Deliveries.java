package commerce.local.simulators;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Decides when the simulators' own work happens: webhooks, their repetitions, and refunds that take a moment. A stage that wants to know
 * when it is quiet, or to own the order of everything, supplies its own. Delays are wall-clock time unless said otherwise.
 */
public interface Deliveries extends AutoCloseable {

    /** Does the work soon, on another thread. */
    void run(String label, Runnable work);

    /** Does the work once after that delay. Whoever waits for quiet must wait for it. */
    void after(Duration delay, String label, Runnable work);

    /** Does the work once after that delay. Nobody waits for it: it may be the hundredth try at a door that stays shut. */
    void eventually(Duration delay, String label, Runnable work);

    /** Does the work once when the provider's clock is that much further: on a stage, virtual time. Nobody waits for it. */
    default void onClock(Duration delay, String label, Runnable work) {
        eventually(delay, label, work);
    }

    @Override
    void close();

    /** Virtual threads and the system's timer: what tests and stand-alone use want. */
    static Deliveries onThreads() {
        return new OnThreads();
    }

    /** See {@link #onThreads()}. */
    final class OnThreads implements Deliveries {

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("simulator-timer").factory());

        private OnThreads() {}

        @Override
        public void run(String label, Runnable work) {
            Thread.ofVirtual().name(label).start(work);
        }

        @Override
        public void after(Duration delay, String label, Runnable work) {
            timer.schedule(() -> run(label, work), delay.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void eventually(Duration delay, String label, Runnable work) {
            after(delay, label, work);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}
