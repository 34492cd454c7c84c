package commerce.local.stage.clock;

import commerce.local.stage.Scheduler.Appointment;
import commerce.local.stage.Scheduler.Due;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The appointments on the virtual clock: earliest first, and in the order they were made where the time is the same. */
final class Appointments {

    private static final long GLANCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final VirtualClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Entry> entries = new TreeSet<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long made;
    private boolean suspended;

    record Entry(Instant at, long number, Kind kind, String label, Runnable fire) {}

    Appointments(VirtualClock clock) {
        this.clock = clock;
    }

    Appointment add(Instant at, Kind kind, String label, Runnable fire) {
        lock.lock();
        try {
            var entry = new Entry(at, made++, kind, label, fire);
            entries.add(entry);
            changed.signalAll();
            return () -> remove(entry);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Entry entry) {
        lock.lock();
        try {
            entries.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the earliest one that is due at {@code until} or before. */
    Optional<Entry> takeUntil(Instant until) {
        lock.lock();
        try {
            return entries.isEmpty() || entries.first().at().isAfter(until) ? Optional.empty() : Optional.of(entries.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the clock itself has reached one, takes it and hands it over, all in one: nobody sees it neither here nor in flight.
     * Nothing is due while suspended.
     */
    void awaitDue(Consumer<Entry> handOver) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (suspended || entries.isEmpty()) {
                    changed.await();
                } else {
                    var left = Duration.between(clock.instant(), entries.first().at());
                    if (!left.isPositive()) {
                        handOver.accept(entries.pollFirst());
                        return;
                    }
                    // The wall clock below may be set by somebody: look again now and then.
                    changed.awaitNanos(left.compareTo(Duration.ofNanos(GLANCE_NANOS)) > 0 ? GLANCE_NANOS : left.toNanos());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void suspend() {
        setSuspended(true);
    }

    void resume() {
        setSuspended(false);
    }

    private void setSuspended(boolean value) {
        lock.lock();
        try {
            suspended = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<Due> list() {
        lock.lock();
        try {
            return entries.stream().map(entry -> new Due(entry.at(), entry.kind(), entry.label())).toList();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }
}
