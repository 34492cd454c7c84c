package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.ErrorNames;
import commerce.local.asl.internal.definition.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A state with Retry and Catch. */
abstract class RecoverableRun extends StateRun {

    private static final long MILLIS = 1000;

    private final State.Recoverable state;
    private final int[] attempts;
    private int retryCount;
    private Optional<Alarm> backoff = Optional.empty();

    RecoverableRun(Flow flow, State.Recoverable state, Payload input) {
        super(flow, state, input);
        this.state = state;
        this.attempts = new int[state.retriers().size()];
    }

    /** How often the state was retried in this visit, since the last redrive. */
    final int retryCount() {
        return retryCount;
    }

    @Override
    final Map<String, Object> stateContext() {
        Map<String, Object> context = super.stateContext();
        context.put("RetryCount", retryCount);
        return context;
    }

    /** Records that the state as a whole failed, for the types that have such an event. */
    void recordStateFailed() {}

    @Override
    void silence() {
        backoff.ifPresent(Alarm::cancel);
        backoff = Optional.empty();
    }

    /** Retriers start over on a redrive. */
    @Override
    void redrive() {
        resetRetriers();
        super.redrive();
    }

    final void resetRetriers() {
        Arrays.fill(attempts, 0);
        retryCount = 0;
    }

    /** The work succeeded: leaves the state by its own Assign, Output and Next. */
    final void succeeded(Payload result) {
        leave(new Leaving(state.assign(), state.output(), result, Map.of("result", result.value()), state.next()));
    }

    /** Retry first, then Catch. Only the first retrier that matches counts; once it is used up, it is the catchers' turn. */
    @Override
    final void failed(StateError error) {
        if (error.isFatal()) {
            flow().fail(error);
            return;
        }
        List<State.Retrier> retriers = state.retriers();
        for (int i = 0; i < retriers.size(); i++) {
            if (ErrorNames.match(retriers.get(i).errorEquals(), error.name(), error.heartbeat())) {
                if (attempts[i] < retriers.get(i).maxAttempts()) {
                    retryLater(retriers.get(i), attempts[i]++);
                    return;
                }
                break;
            }
        }
        giveUp(error);
    }

    private void retryLater(State.Retrier retrier, int earlierAttempts) {
        long delayMillis = delayMillis(retrier, earlierAttempts);
        if (delayMillis <= 0) {
            execution().later(() -> {
                if (flow().isRunning()) {
                    retry();
                }
            });
            return;
        }
        backoff = Optional.of(Alarm.set(execution(), execution().now().plus(Duration.ofMillis(delayMillis)), "retry", name(), this::retry));
    }

    private void retry() {
        backoff = Optional.empty();
        retryCount++;
        execution().countTransition();
        begin();
    }

    /** Exponential, capped, and with full jitter anything from nothing to all of it. */
    private long delayMillis(State.Retrier retrier, int earlierAttempts) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), earlierAttempts);
        seconds = Math.min(seconds, retrier.maxDelaySeconds().map(Long::doubleValue).orElse(Double.MAX_VALUE));
        seconds = Math.min(seconds, Integer.MAX_VALUE);
        return Math.round(seconds * MILLIS * (retrier.fullJitter() ? execution().host().random().nextDouble() : 1));
    }

    private void giveUp(StateError error) {
        long before = flow().lastEventId();
        recordStateFailed();
        for (State.Catcher catcher : state.catchers()) {
            if (ErrorNames.match(catcher.errorEquals(), error.name(), error.heartbeat())) {
                caught(catcher, error, before);
                return;
            }
        }
        flow().fail(error);
    }

    /** A catcher whose own expressions fail does not catch: the state fails a second time, from where it stood before it first did. */
    private void caught(State.Catcher catcher, StateError error, long before) {
        Map<String, Object> errorOutput = error.output();
        Leaving leaving = new Leaving(catcher.assign(), catcher.output(), Payload.of(errorOutput), Map.of("errorOutput", errorOutput),
                Optional.of(catcher.next()));
        leave(leaving, before, second -> {
            recordStateFailed();
            flow().fail(second);
        });
    }
}
