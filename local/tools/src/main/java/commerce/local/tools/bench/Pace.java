package commerce.local.tools.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How long one phase of an order usually takes, learned while measuring. A buyer who sleeps nearly that long before asking, and a
 * tenth of it between questions, sees the end within a tenth of the truth and asks about twice: asking must not be the load.
 */
final class Pace {
    private static final long SHORTEST = Duration.ofMillis(4).toNanos();
    private static final long GIVE_UP = Duration.ofSeconds(120).toNanos();
    private final AtomicLong usual = new AtomicLong(Duration.ofMillis(80).toNanos());

    /** Asks at this pace until the answer is enough. */
    <T> T until(String what, Supplier<T> ask, Predicate<T> enough) {
        long start = System.nanoTime();
        long expected = usual.get();
        pause(expected * 9 / 10);
        T answer = ask.get();
        while (!enough.test(answer)) {
            if (System.nanoTime() - start > GIVE_UP) {
                throw new IllegalStateException("waited 120 s for " + what + "; last seen: " + answer);
            }
            pause(Math.max(SHORTEST, expected / 10));
            answer = ask.get();
        }
        learn(System.nanoTime() - start);
        return answer;
    }

    private void learn(long took) {
        usual.updateAndGet(before -> (before * 7 + took) / 8);
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", stopped);
        }
    }
}
