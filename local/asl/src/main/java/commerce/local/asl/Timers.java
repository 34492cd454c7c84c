package commerce.local.asl;

import java.time.Instant;

/**
 * The only source of time. The interpreter never sleeps and never reads a clock: it asks for {@link #now()} and for a call at a due time.
 */
public interface Timers {

    /** The current (virtual) time. Never goes backwards. */
    Instant now();

    /**
     * Calls {@code fire} once, at or after {@code due}, unless cancelled before. It may be called on any thread, but not before this
     * method has returned.
     *
     * @param label says what is due, for listings: {@code "wait <execution>/<state>"}, {@code "retry ..."}, {@code "timeout ..."},
     *     {@code "heartbeat ..."}
     */
    Cancellation at(Instant due, String label, Runnable fire);
}
