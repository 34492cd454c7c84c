package commerce.local.stage.host.isolated;

import commerce.local.stage.StageModel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One invocation handed over to an environment. Its time-out begins when the process takes it. */
final class Work {

    private final String requestId;
    private final byte[] payload;
    private final StageModel.Function function;
    private final CompletableFuture<Instant> taken = new CompletableFuture<>();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile long takenNanos;
    private volatile long endedNanos;

    Work(String requestId, byte[] payload, StageModel.Function function) {
        this.requestId = requestId;
        this.payload = payload;
        this.function = function;
    }

    String requestId() {
        return requestId;
    }

    byte[] payload() {
        return payload;
    }

    StageModel.Function function() {
        return function;
    }

    /** The process has it. */
    void take() {
        takenNanos = System.nanoTime();
        taken.complete(Instant.now());
    }

    /** Done once {@link #take} was called. On the wall clock, like everything about time-outs. */
    CompletableFuture<Instant> taken() {
        return taken;
    }

    /** @return false if it had ended before */
    boolean end(Outcome how) {
        endedNanos = System.nanoTime();
        return outcome.complete(how);
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    /** From being taken to its end. */
    Duration duration() {
        return taken.isDone() ? Duration.ofNanos(Math.max(0, endedNanos - takenNanos)) : Duration.ZERO;
    }
}
