package commerce.local.stage.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.VirtualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PollerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final LiveScheduler scheduler = new LiveScheduler(new VirtualClock());
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void close() {
        scheduler.close();
    }

    private Poller poller(Poller.Look look) {
        return new Poller(scheduler, Kind.STREAM, "test", Duration.ofMillis(5), look);
    }

    @Test
    void aLookThatFindsNothingIsTheLast() throws InterruptedException {
        poller(() -> looks.incrementAndGet() < 3).wake();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(3, looks.get());
    }

    @Test
    void wakingDuringALookMakesAnotherOneBecauseTheFirstMayHaveComeTooEarly() throws InterruptedException {
        var looking = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var poller = poller(() -> {
            looks.incrementAndGet();
            looking.countDown();
            await(go);
            return false;
        });
        poller.wake();
        looking.await();
        poller.wake();
        poller.wake();
        go.countDown();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(2, looks.get());
    }

    @Test
    void aLookThatFailsIsTriedAgain() throws InterruptedException {
        poller(() -> {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return false;
        }).wake();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(2, looks.get());
    }

    @Test
    void aStoppedPollerDoesNotLook() throws InterruptedException {
        var poller = poller(() -> looks.incrementAndGet() < 0);
        poller.stop();
        poller.wake();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(0, looks.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
