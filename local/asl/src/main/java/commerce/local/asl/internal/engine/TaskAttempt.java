package commerce.local.asl.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.internal.json.Values;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of a Task state: open until the first of result, failure, time-out, missed heartbeat or abortion, and deaf afterwards. It is
 * where answers arrive from outside, so every public method takes the execution's lock.
 */
public final class TaskAttempt implements TaskCallback {

    private final TaskRun run;
    private final Execution execution;
    private final Optional<Long> heartbeatSeconds;
    private Optional<String> token = Optional.empty();
    private boolean open = true;
    private boolean submitted;
    private Optional<Alarm> timeout = Optional.empty();
    private Optional<Alarm> heartbeat = Optional.empty();

    TaskAttempt(TaskRun run, Optional<Long> heartbeatSeconds) {
        this.run = run;
        this.execution = run.execution();
        this.heartbeatSeconds = heartbeatSeconds;
    }

    /** Gives the attempt its token. */
    String issueToken() {
        token = Optional.of(execution.host().tokens().issue(this, execution.host().random()));
        return token.get();
    }

    // From the resource ----------------------------------------------------------------------------------------------------------------

    @Override
    public void succeed(JsonNode result) {
        Payload answer = Payload.of(Values.fromNode(result));
        execution.run(() -> {
            if (!open) {
                return;
            }
            if (!run.waitsForToken()) {
                close();
                run.resultArrived(answer);
            } else if (!submitted) {
                submitted = true;
                run.submitted(answer);
            }
        });
    }

    @Override
    public void fail(String error, String cause) {
        execution.run(() -> {
            if (open) {
                close();
                run.failureArrived(StateError.of(error, cause));
            }
        });
    }

    // By token -------------------------------------------------------------------------------------------------------------------------

    /** @return whether the attempt was still open */
    public boolean succeedByToken(Object result) {
        return closeByToken(() -> run.resultArrived(Payload.of(result)));
    }

    /** @return whether the attempt was still open */
    public boolean failByToken(Optional<String> error, Optional<String> cause) {
        return closeByToken(() -> run.failureArrived(new StateError(error, cause, false)));
    }

    /** @return whether the attempt was still open; its heartbeat starts over */
    public boolean heartbeat() {
        return execution.call(() -> {
            if (open) {
                expectHeartbeat();
            }
            return open;
        });
    }

    private boolean closeByToken(Runnable then) {
        return execution.call(() -> {
            boolean accepted = open;
            if (accepted) {
                close();
                execution.later(then);
            }
            return accepted;
        });
    }

    // Time, under the lock -------------------------------------------------------------------------------------------------------------

    void limitTime(Optional<Instant> deadline) {
        timeout = deadline.map(due -> alarm(due, "timeout", StateError.timeout()));
        expectHeartbeat();
    }

    private void expectHeartbeat() {
        heartbeat.ifPresent(Alarm::cancel);
        heartbeat = heartbeatSeconds.map(seconds -> alarm(execution.now().plusSeconds(seconds), "heartbeat", StateError.missedHeartbeat()));
    }

    private Alarm alarm(Instant due, String what, StateError error) {
        return Alarm.set(execution, due, what, run.name(), () -> {
            if (open) {
                close();
                run.timedOut(error);
            }
        });
    }

    void close() {
        open = false;
        token.ifPresent(execution.host().tokens()::close);
        timeout.ifPresent(Alarm::cancel);
        heartbeat.ifPresent(Alarm::cancel);
        timeout = Optional.empty();
        heartbeat = Optional.empty();
    }
}
