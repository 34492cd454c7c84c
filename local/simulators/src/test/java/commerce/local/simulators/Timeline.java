package commerce.local.simulators;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time by hand: what is to happen at once happens in the calling thread, what takes a moment happens at {@link #pass}, what waits for the
 * clock happens as {@link #advance} moves it. Begins at the wall clock's time, since the vendors' libraries compare with that.
 */
public final class Timeline extends Clock implements Deliveries {

    private record Due(Instant at, int order, Runnable work) {}

    private Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final ArrayDeque<Runnable> soon = new ArrayDeque<>();
    private final PriorityQueue<Due> later = new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));
    private int order;

    /** Does what takes a moment, such as a refund. */
    public void pass() {
        for (var work = taken(); work != null; work = taken()) {
            work.run();
        }
    }

    /** Sets the clock forwards or back without doing anything: something happened yesterday. */
    public synchronized void jump(Duration by) {
        now = now.plus(by);
    }

    private synchronized Runnable taken() {
        return soon.poll();
    }

    /** Moves the clock, and does on the way what was waiting for it. */
    public void advance(Duration by) {
        var end = instant().plus(by);
        for (var due = dueBy(end); due != null; due = dueBy(end)) {
            due.work().run();
        }
        set(end);
    }

    private synchronized Due dueBy(Instant end) {
        if (later.isEmpty() || later.peek().at().isAfter(end)) {
            return null;
        }
        now = later.peek().at();
        return later.poll();
    }

    private synchronized void set(Instant instant) {
        now = instant;
    }

    @Override
    public void run(String label, Runnable work) {
        work.run();
    }

    @Override
    public synchronized void after(Duration delay, String label, Runnable work) {
        soon.add(work);
    }

    @Override
    public synchronized void eventually(Duration delay, String label, Runnable work) {
        soon.add(work);
    }

    @Override
    public synchronized void onClock(Duration delay, String label, Runnable work) {
        later.add(new Due(now.plus(delay), order++, work));
    }

    @Override
    public void close() {
        soon.clear();
        later.clear();
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
