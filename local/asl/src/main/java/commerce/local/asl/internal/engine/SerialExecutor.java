package commerce.local.asl.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks one at a time, in the order given, on another executor. */
final class SerialExecutor implements Executor {

    private final Executor executor;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean scheduled;

    SerialExecutor(Executor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        executor.execute(this::runNext);
    }

    private void runNext() {
        Runnable task;
        synchronized (waiting) {
            task = waiting.poll();
        }
        try {
            task.run();
        } finally {
            boolean more;
            synchronized (waiting) {
                more = !waiting.isEmpty();
                scheduled = more;
            }
            if (more) {
                executor.execute(this::runNext);
            }
        }
    }
}
