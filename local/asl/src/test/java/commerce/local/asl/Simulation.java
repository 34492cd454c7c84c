package commerce.local.asl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/** A world with one thread and a clock that only moves when told: what a deterministic host gives the interpreter. */
final class Simulation implements Timers, Executor {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Timer(Instant due, long order, String label, Runnable fire) {}

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::order));
    private final boolean cancels;
    private Instant now = START;
    private long order;

    Simulation() {
        this(true);
    }

    /** @param cancels false for a careless host, whose cancelled timers fire all the same */
    Simulation(boolean cancels) {
        this.cancels = cancels;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Cancellation at(Instant due, String label, Runnable fire) {
        Timer timer = new Timer(due, order++, label, fire);
        timers.add(timer);
        return () -> {
            if (cancels) {
                timers.remove(timer);
            }
        };
    }

    @Override
    public void execute(Runnable task) {
        ready.add(task);
    }

    /** Runs what is ready, until nothing is. */
    void settle() {
        while (!ready.isEmpty()) {
            ready.poll().run();
        }
    }

    /** Moves the clock, firing due timers in order and settling after each. */
    void advance(Duration duration) {
        Instant until = now.plus(duration);
        settle();
        while (!timers.isEmpty() && !timers.peek().due().isAfter(until)) {
            Timer next = timers.poll();
            now = next.due().isAfter(now) ? next.due() : now;
            next.fire().run();
            settle();
        }
        now = until;
    }

    /** Fires all timers, whenever they are due, until nothing is left to happen. */
    void finish() {
        settle();
        while (!timers.isEmpty()) {
            advance(Duration.between(now, timers.peek().due().isBefore(now) ? now : timers.peek().due()));
        }
    }

    Duration elapsed() {
        return Duration.between(START, now);
    }

    List<String> pendingTimers() {
        List<Timer> pending = new ArrayList<>(timers);
        pending.sort(timers.comparator());
        return pending.stream().map(Timer::label).toList();
    }
}
