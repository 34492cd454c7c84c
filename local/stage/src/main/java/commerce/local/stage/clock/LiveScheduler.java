package commerce.local.stage.clock;

import commerce.local.stage.Scheduler;
import commerce.local.stage.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The scheduler of everyday use: everything runs at once, each piece of work on a virtual thread of its own, in whatever order the
 * machine gives. Two platform threads in all: one waits for wall-clock delays, one for the virtual clock.
 */
public final class LiveScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveScheduler.class);

    private final VirtualClock clock;
    private final InFlight inFlight = new InFlight();
    private final Appointments appointments;
    private final ScheduledThreadPoolExecutor wall;
    private final Thread timekeeper;
    private final ReentrantLock oneAdvanceAtATime = new ReentrantLock();
    private volatile boolean closed;

    public LiveScheduler(VirtualClock clock) {
        this.clock = clock;
        this.appointments = new Appointments(clock);
        this.wall = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("stage-wall-delays").factory());
        this.wall.setRemoveOnCancelPolicy(true);
        this.timekeeper = Thread.ofPlatform().daemon().name("stage-virtual-clock").start(this::keepTime);
    }

    @Override
    public void run(Kind kind, String label, Runnable work) {
        var ticket = inFlight.hold(kind, label);
        Thread.ofVirtual().name(label).start(() -> {
            try (ticket) {
                work.run();
            } catch (RuntimeException | Error failure) {
                if (closed) {
                    LOG.debugf(failure, "%s ended with the stage", label);
                } else {
                    LOG.errorf(failure, "%s failed", label);
                }
            }
        });
    }

    @Override
    public <T, X extends Exception> T call(Kind kind, String label, Work<T, X> work) throws X {
        try (var ticket = inFlight.hold(kind, label)) {
            return work.run();
        }
    }

    @Override
    public Ticket hold(Kind kind, String label) {
        return inFlight.hold(kind, label);
    }

    @Override
    public Appointment at(Instant due, Kind kind, String label, Runnable fire) {
        return appointments.add(due, kind, label, fire);
    }

    @Override
    public Appointment afterWall(Duration delay, Kind kind, String label, Runnable fire) {
        var once = new AtomicBoolean();
        if (closed) {
            return () -> once.set(true);
        }
        var future = wall.schedule(() -> {
            if (once.compareAndSet(false, true)) {
                run(kind, label, fire);
            }
        }, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            if (once.compareAndSet(false, true)) {
                future.cancel(false);
            }
        };
    }

    @Override
    public void whenIdle(Duration atMost, Kind kind, String label, Runnable work) {
        var begin = inFlight.await(label, () -> run(kind, label, work));
        // The alarm itself must not count, or nothing would be idle when it rings. One that rings too late does nothing.
        if (!closed) {
            wall.schedule(begin, atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void pause(Duration wall) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(wall.toNanos());
    }

    @Override
    public boolean isQuiet() {
        return inFlight.isQuiet();
    }

    @Override
    public boolean awaitQuiet(Duration atMost) throws InterruptedException {
        return inFlight.awaitQuiet(atMost);
    }

    @Override
    public void advance(Duration by, Duration patience) throws InterruptedException {
        oneAdvanceAtATime.lockInterruptibly();
        try {
            appointments.suspend();
            requireQuiet(patience, "before the clock could move");
            var target = clock.instant().plus(by);
            for (var next = appointments.takeUntil(target); next.isPresent(); next = appointments.takeUntil(target)) {
                var due = next.get();
                clock.advanceTo(due.at());
                run(due.kind(), due.label(), due.fire());
                requireQuiet(patience, "after " + due.label());
            }
            clock.advanceTo(target);
        } finally {
            appointments.resume();
            oneAdvanceAtATime.unlock();
        }
    }

    private void requireQuiet(Duration patience, String when) throws InterruptedException {
        if (!awaitQuiet(patience)) {
            var labels = inFlight();
            throw new IllegalStateException("the stage did not get quiet within %d s %s; still in flight: %s"
                    .formatted(patience.toSeconds(), when, String.join(", ", labels.subList(0, Math.min(20, labels.size())))));
        }
    }

    private void keepTime() {
        try {
            while (!closed) {
                appointments.awaitDue(due -> run(due.kind(), due.label(), due.fire()));
            }
        } catch (InterruptedException stop) {
            LOG.debug("the virtual clock stopped");
        }
    }

    @Override
    public List<String> inFlight() {
        return inFlight.labels();
    }

    @Override
    public List<Due> appointments() {
        return appointments.list();
    }

    /** Drops every appointment on the virtual clock, when the stage is emptied. */
    public void cancelAppointments() {
        appointments.clear();
    }

    /** No appointment fires any more. Work that is running is left to end. */
    @Override
    public void close() {
        closed = true;
        timekeeper.interrupt();
        wall.shutdownNow();
    }
}
