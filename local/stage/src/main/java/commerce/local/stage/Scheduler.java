package commerce.local.stage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What decides when anything happens. Every invocation, SDK call, timer, queue delivery, stream record, bus event and workflow step
 * passes through here, so that one other implementation (seeded, single-stepped) can own the order, the faults and the clock of
 * everything without touching the parts.
 *
 * <p>Work is <em>in flight</em> from the moment it is handed over until it ends. The stage is <em>quiet</em> when nothing is in flight:
 * timers that are not due yet do not count, neither do workflows that wait for one or for a token, nor messages that wait for their
 * visibility time-out.
 */
public interface Scheduler {

    /** What kind of thing happens; a seeded scheduler may treat kinds differently. */
    enum Kind {
        INVOCATION,
        SDK_CALL,
        DELIVERY,
        STREAM,
        EVENT,
        WORKFLOW,
        TIMER,
        HTTP,
        SIMULATOR
    }

    /** Work that answers or throws. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run() throws X;
    }

    /** Something in flight that is no running code, such as a message nobody has received yet. Closing twice does nothing. */
    interface Ticket extends AutoCloseable {
        @Override
        void close();
    }

    /** An appointment. */
    interface Appointment {
        /** Does nothing if it has fired or was cancelled before. */
        void cancel();
    }

    /** An appointment that is still to come. */
    record Due(Instant at, Kind kind, String label) {}

    /** Runs {@code work} soon on a virtual thread of its own and returns at once. What it throws is logged, not lost. */
    void run(Kind kind, String label, Runnable work);

    /** Runs {@code work} in the calling thread, once it may run, and hands through what it answers or throws. */
    <T, X extends Exception> T call(Kind kind, String label, Work<T, X> work) throws X;

    /** Keeps the stage from being quiet until the ticket is closed. */
    Ticket hold(Kind kind, String label);

    /** Runs {@code fire} once, when the virtual clock reaches {@code due}; due in the past means soon. */
    Appointment at(Instant due, Kind kind, String label, Runnable fire);

    /**
     * Runs {@code fire} once after {@code delay} of wall-clock time, whatever the virtual clock does. Not in flight meanwhile: hold a
     * ticket if the stage must not be quiet before it has run.
     */
    Appointment afterWall(Duration delay, Kind kind, String label, Runnable fire);

    /**
     * Runs {@code work} once, as soon as nothing but such waiting work is in flight, or after {@code atMost} of wall-clock time,
     * whichever is first. It is in flight meanwhile. This is how a batch window ends early when nothing can fill the batch any more.
     */
    void whenIdle(Duration atMost, Kind kind, String label, Runnable work);

    /** Blocks the calling thread for that much wall-clock time: back-off between attempts of something that stays in flight. */
    void pause(Duration wall) throws InterruptedException;

    /** Whether nothing is in flight. */
    boolean isQuiet();

    /**
     * Waits until nothing is in flight.
     *
     * @return false if {@code atMost} of wall-clock time passed before
     */
    boolean awaitQuiet(Duration atMost) throws InterruptedException;

    /**
     * Moves the virtual clock forward by {@code by}: waits until quiet, fires the appointments due until then one by one in order of
     * time, waits until quiet after each, and returns when the clock stands at the new time and the stage is quiet. One at a time.
     *
     * @throws IllegalStateException if the stage does not get quiet within {@code patience} of wall-clock time at one of these points;
     *     the message names what was still in flight
     */
    void advance(Duration by, Duration patience) throws InterruptedException;

    /** What is in flight, for messages and views. */
    List<String> inFlight();

    /** The appointments on the virtual clock, earliest first. */
    List<Due> appointments();
}
