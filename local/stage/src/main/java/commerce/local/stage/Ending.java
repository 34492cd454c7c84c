package commerce.local.stage;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the end of the JVM back until the stage has cleaned up: on a signal the JVM waits for its shutdown hooks, and not for the main thread. */
@Singleton
class Ending {

    private static final long PATIENCE_SECONDS = 20;

    /** Open as long as there is nothing to wait for, as in tests. */
    private final AtomicReference<CountDownLatch> cleanedUp = new AtomicReference<>(new CountDownLatch(0));

    /** A stage is about to be. */
    void begin() {
        cleanedUp.set(new CountDownLatch(1));
    }

    /** Nothing of the stage is left. */
    void done() {
        cleanedUp.get().countDown();
    }

    void await(@Observes ShutdownEvent end) throws InterruptedException {
        cleanedUp.get().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
