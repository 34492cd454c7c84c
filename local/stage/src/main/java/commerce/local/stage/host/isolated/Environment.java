package commerce.local.stage.host.isolated;

import commerce.local.stage.StageModel;
import commerce.local.stage.host.isolated.Outcome.Exited;
import commerce.local.stage.host.isolated.Outcome.NeverReady;
import commerce.local.stage.host.isolated.Outcome.NotTaken;
import commerce.local.stage.host.isolated.Outcome.Reported;
import commerce.local.stage.host.isolated.Outcome.TimedOut;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One execution environment of a function: a process that initializes once and then serves one invocation at a time. */
final class Environment {

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final StageModel.Function function;
    private final BlockingQueue<Optional<Work>> handedOver = new LinkedBlockingQueue<>();
    private final CompletableFuture<Duration> initialized = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile FunctionProcess process;
    private volatile long startedNanos;
    private volatile byte[] initError;
    private volatile boolean doomed;
    private volatile Work current;

    Environment(StageModel.Function function) {
        this.function = function;
    }

    /** Names the process in the Runtime API's paths and in the log stream. */
    String id() {
        return id;
    }

    StageModel.Function function() {
        return function;
    }

    /** Begins the life of its process; once. */
    void start(FunctionProcess started) {
        startedNanos = System.nanoTime();
        process = started;
        started.onExit(how -> {
            ended.complete(how);
            handedOver.add(Optional.empty());
        });
        if (doomed) {
            started.kill();
        }
    }

    /** Its process could not be started. */
    void abandon(RuntimeException reason) {
        doomed = true;
        ended.complete("could not be started: " + reason);
    }

    /** The process asks for an invocation: waits for one. Empty once the process has ended. */
    Optional<Work> next() throws InterruptedException {
        initialized.complete(Duration.ofNanos(System.nanoTime() - startedNanos));
        var work = handedOver.take();
        work.ifPresent(mine -> {
            current = mine;
            mine.take();
        });
        return work;
    }

    /** The process posts how an invocation ended. @return false if it has none of that id, or that one is over */
    boolean end(String requestId, Outcome outcome) {
        var work = current;
        return work != null && work.requestId().equals(requestId) && work.end(outcome);
    }

    /** The process posts that it cannot initialize. @param error JSON */
    void initFailed(byte[] error) {
        initError = error;
    }

    /** The invocation that its output belongs to, if it has one. */
    Optional<String> requestId() {
        return Optional.ofNullable(current).map(Work::requestId);
    }

    /** How long the process took until it first asked for an invocation; empty if it never did. */
    Optional<Duration> initDuration() {
        return Optional.ofNullable(initialized.getNow(null));
    }

    /** The most memory the process has had, in megabytes; 0 if it has ended. */
    long peakMegabytes() {
        return process.peakMegabytes();
    }

    /**
     * Hands an invocation over and waits for its end; kills the process if that does not come in time.
     *
     * @param initLimit how long the process may take until it asks for the invocation
     */
    Outcome serve(Work work, Duration initLimit) throws InterruptedException {
        handedOver.add(Optional.of(work));
        if (!happens(CompletableFuture.anyOf(work.taken(), ended), initLimit)) {
            work.end(new NeverReady());
            kill();
        } else if (!work.taken().isDone()) {
            work.end(initialized.isDone() ? new NotTaken() : initFailure());
        } else if (!happens(CompletableFuture.anyOf(work.outcome(), ended), function.timeout())) {
            work.end(new TimedOut());
            kill();
        } else {
            // Unless it has posted an end.
            work.end(new Exited(ended.getNow("")));
        }
        return work.outcome().join();
    }

    private Outcome initFailure() {
        return initError == null ? new Exited(ended.join()) : new Reported(initError);
    }

    private static boolean happens(CompletableFuture<Object> event, Duration atMost) throws InterruptedException {
        try {
            event.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it can serve more. */
    boolean isAlive() {
        return !doomed && !ended.isDone();
    }

    /** Ends the process at once, and what it was doing with it; one that is just being started ends then. Does nothing if it has ended. */
    void kill() {
        doomed = true;
        if (process != null) {
            process.kill();
        }
    }

    /** Calls when the process asks for its first invocation, or has ended before. */
    void onStarted(Runnable listener) {
        CompletableFuture.anyOf(initialized, ended).thenRun(listener);
    }

    /** Calls when the process has ended. */
    void onEnd(Runnable listener) {
        ended.thenRun(listener);
    }

    /** Waits until the process has ended, for a moment. */
    void awaitEnd() throws InterruptedException {
        if (process != null) {
            process.awaitEnd();
        }
    }
}
