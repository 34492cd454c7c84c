package commerce.local.tools.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How to ask again until something has happened: soon at first, then ever more rarely, with jitter so that many who wait do not
 * ask in step.
 *
 * @param first   pause before the second question
 * @param longest pause that is never exceeded
 * @param limit   when to give up
 */
public record Patience(Duration first, Duration longest, Duration limit) {
    /** For one who waits alone. */
    public static final Patience ALONE = new Patience(Duration.ofMillis(20), Duration.ofMillis(400), Duration.ofSeconds(60));
    /** For one of hundreds: their questions must not be the load. */
    public static final Patience IN_A_CROWD = new Patience(Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(180));

    /**
     * The first answer that is enough.
     *
     * @throws GaveUp when none was within the limit; its message shows the last answer
     */
    public <T> T until(String what, Supplier<T> ask, Predicate<T> enough) {
        long deadline = System.nanoTime() + limit.toNanos();
        long pause = first.toNanos();
        for (T answer = ask.get(); ; answer = ask.get()) {
            if (enough.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new GaveUp("waited " + limit.toSeconds() + " s for " + what + "; last seen: " + answer);
            }
            HttpApi.pause(Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause) + 1));
            pause = Math.min(longest.toNanos(), pause * 3 / 2);
        }
    }

    /** What was waited for did not happen. */
    public static final class GaveUp extends RuntimeException {
        GaveUp(String message) {
            super(message);
        }
    }
}
