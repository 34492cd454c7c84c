package commerce.local.stage.host.isolated;

import commerce.local.stage.StageModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Every environment there is, which of them are idle, and who may have another one. */
final class Environments {

    /** What somebody who wants to run a function is told. */
    sealed interface Grant {

        /** This one is yours until you give it back. @param cold whether it has no process yet */
        record Granted(Environment environment, boolean cold) implements Grant {}

        /** As many as the function's reserved concurrency are running. */
        record Throttled() implements Grant {}

        /** There will be no more. */
        record Closed() implements Grant {}
    }

    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Those that exist, with when they became idle; null while they serve. */
    private final Map<Environment, Long> idleSince = new LinkedHashMap<>();
    /** Idle ones by operation, the one used last at the end. */
    private final Map<String, Deque<Environment>> idle = new HashMap<>();
    private boolean closed;

    Environments(Limits limits) {
        this.limits = limits;
    }

    /**
     * Waits until an environment of the function is free, or another one may be started.
     *
     * @param nested the caller is itself an invocation, and keeps an environment busy while it waits
     */
    Grant acquire(StageModel.Function function, boolean nested) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                var warm = idle.getOrDefault(function.operation(), new ArrayDeque<>()).pollLast();
                if (warm != null) {
                    idleSince.put(warm, null);
                    return new Grant.Granted(warm, false);
                }
                var own = countOf(function);
                if (function.reservedConcurrency().isPresent() && own >= function.reservedConcurrency().getAsInt()) {
                    return new Grant.Throttled();
                }
                if (own < limits.perFunction() && (nested || idleSince.size() < limits.environments() || makeRoom())) {
                    var cold = new Environment(function);
                    idleSince.put(cold, null);
                    return new Grant.Granted(cold, true);
                }
                changed.await();
            }
            return new Grant.Closed();
        } finally {
            lock.unlock();
        }
    }

    private long countOf(StageModel.Function function) {
        return idleSince.keySet().stream().filter(each -> each.function().operation().equals(function.operation())).count();
    }

    /** Stops the one that is idle for longest. */
    private boolean makeRoom() {
        var oldest = idleSince.entrySet().stream().filter(each -> each.getValue() != null).min(Map.Entry.comparingByValue());
        oldest.ifPresent(each -> remove(each.getKey()));
        return oldest.isPresent();
    }

    private void remove(Environment environment) {
        idleSince.remove(environment);
        Optional.ofNullable(idle.get(environment.function().operation())).ifPresent(own -> own.remove(environment));
        environment.kill();
    }

    /** Gives one back after an invocation: it stays for the next, if its process lives. */
    void release(Environment environment) {
        lock.lock();
        try {
            if (closed || !environment.isAlive()) {
                remove(environment);
            } else if (idleSince.containsKey(environment)) {
                idleSince.put(environment, System.nanoTime());
                idle.computeIfAbsent(environment.function().operation(), any -> new ArrayDeque<>()).addLast(environment);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The one of that id, busy or idle. */
    Optional<Environment> find(String id) {
        lock.lock();
        try {
            return idleSince.keySet().stream().filter(each -> each.id().equals(id)).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Its process has ended, or must. */
    void discard(Environment environment) {
        lock.lock();
        try {
            remove(environment);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops those that have been idle for that long. */
    void stopIdle(Duration longerThan) {
        var before = System.nanoTime() - longerThan.toNanos();
        lock.lock();
        try {
            var idleTooLong = idleSince.entrySet().stream().filter(each -> each.getValue() != null && each.getValue() - before <= 0).map(Map.Entry::getKey).toList();
            idleTooLong.forEach(this::remove);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return idleSince.size();
        } finally {
            lock.unlock();
        }
    }

    /** Kills all and waits until their processes have ended; nobody gets one any more. */
    void close() {
        List<Environment> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(idleSince.keySet());
            all.forEach(this::remove);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (var environment : all) {
                environment.awaitEnd();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
