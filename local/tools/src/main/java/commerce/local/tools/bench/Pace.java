package commerce.local.tools.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How long one phase of an order usually takes, learned while buying. A buyer sleeps a little longer than that before asking, and a
 * third of it between questions: with one or two questions a phase the asking is not the load, as it is not in a storefront that polls
 * once a second. Whoever finds the end at the first question may have overslept, and makes everybody sleep a little less.
 */
final class Pace {
    private static final long SHORTEST = Duration.ofMillis(4).toNanos();
    private static final long GIVE_UP = Duration.ofSeconds(120).toNanos();
    private final AtomicLong usual = new AtomicLong(Duration.ofMillis(80).toNanos());

    /** Asks at this pace until the answer is enough. */
    <T> T until(String what, Supplier<T> ask, Predicate<T> enough) {
        long start = System.nanoTime();
        long expected = usual.get();
        pause(expected * 11 / 10);
        T answer = ask.get();
        if (enough.test(answer)) {
            usual.updateAndGet(before -> Math.max(SHORTEST, before * 15 / 16));
            return answer;
        }
        while (!enough.test(answer)) {
            if (System.nanoTime() - start > GIVE_UP) {
                throw new IllegalStateException("waited 120 s for " + what + "; last seen: " + answer);
            }
            pause(Math.max(SHORTEST, expected / 3));
            answer = ask.get();
        }
        long took = System.nanoTime() - start;
        usual.updateAndGet(before -> (before * 7 + took) / 8);
        return answer;
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
