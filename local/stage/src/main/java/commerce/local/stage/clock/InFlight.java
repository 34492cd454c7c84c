package commerce.local.stage.clock;

import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.Scheduler.Ticket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is in flight: tickets, and work that waits for everything else to end. Quiet means neither is left.
 */
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition becameQuiet = lock.newCondition();
    private final Collection<Open> open = new LinkedHashSet<>();
    private final Queue<Patient> patients = new ArrayDeque<>();

    /** A ticket. Identity matters, not content. */
    private final class Open implements Ticket {
        private final Kind kind;
        private final String label;

        Open(Kind kind, String label) {
            this.kind = kind;
            this.label = label;
        }

        @Override
        public void close() {
            InFlight.this.close(this);
        }
    }

    /** Work that waits until only such work is left; it starts once. */
    private record Patient(String label, Runnable start) {}

    Ticket hold(Kind kind, String label) {
        var ticket = new Open(kind, label);
        lock.lock();
        try {
            open.add(ticket);
        } finally {
            lock.unlock();
        }
        return ticket;
    }

    private void close(Open ticket) {
        List<Patient> due = List.of();
        lock.lock();
        try {
            if (!open.remove(ticket) || !open.isEmpty()) {
                return;
            }
            if (patients.isEmpty()) {
                becameQuiet.signalAll();
            } else {
                due = new ArrayList<>(patients);
            }
        } finally {
            lock.unlock();
        }
        due.forEach(this::begin);
    }

    /**
     * Adds work that waits for idleness; {@code start} hands it over and must not block.
     *
     * @return starts it now, unless it has started
     */
    Runnable await(String label, Runnable start) {
        var patient = new Patient(label, start);
        lock.lock();
        try {
            patients.add(patient);
        } finally {
            lock.unlock();
        }
        // Nothing may be in flight already, and then nobody would ever look.
        hold(Kind.TIMER, label).close();
        return () -> begin(patient);
    }

    private void begin(Patient patient) {
        Open bridge = new Open(Kind.TIMER, patient.label());
        lock.lock();
        try {
            if (!patients.remove(patient)) {
                return;
            }
            open.add(bridge);
        } finally {
            lock.unlock();
        }
        try {
            patient.start().run();
        } finally {
            bridge.close();
        }
    }

    boolean isQuiet() {
        lock.lock();
        try {
            return open.isEmpty() && patients.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitQuiet(Duration atMost) throws InterruptedException {
        var left = atMost.toNanos();
        lock.lock();
        try {
            while (!open.isEmpty() || !patients.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = becameQuiet.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    List<String> labels() {
        lock.lock();
        try {
            var labels = new ArrayList<String>();
            open.forEach(ticket -> labels.add(ticket.kind + " " + ticket.label));
            patients.forEach(patient -> labels.add("WAITING " + patient.label()));
            return labels;
        } finally {
            lock.unlock();
        }
    }
}
