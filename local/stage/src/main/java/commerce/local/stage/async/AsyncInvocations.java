package commerce.local.stage.async;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.queues.Queues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Invokes functions for callers that do not wait. A function that fails is tried again as often as its settings say, a minute and two
 * minutes of virtual time later; one that Lambda could not invoke, until the event is too old. What became of the event goes to the
 * function's destinations.
 */
public final class AsyncInvocations {

    private static final Logger LOG = Logger.getLogger(AsyncInvocations.class);
    private static final List<Duration> AFTER_FAILURE = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final String BROKEN_DOWN = "Lambda.Unreachable";
    /** The function has surely not seen the event, or nobody knows: that costs no attempt. */
    private static final Set<String> NOT_INVOKED = Set.of(Failed.THROTTLED, BROKEN_DOWN);

    private final StageModel model;
    private final FunctionHost functions;
    private final Queues queues;
    private final Scheduler scheduler;
    private final VirtualClock clock;

    public AsyncInvocations(StageModel model, FunctionHost functions, Queues queues, Scheduler scheduler, VirtualClock clock) {
        this.model = model;
        this.functions = functions;
        this.queues = queues;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** An event on its way. */
    private record Pending(StageModel.Function function, String event, Instant since, int invocations, int pauses) {

        Pending invoked() {
            return new Pending(function, event, since, invocations + 1, pauses);
        }

        Pending paused() {
            return new Pending(function, event, since, invocations, pauses + 1);
        }
    }

    /**
     * Returns at once.
     *
     * @param operation one of the model's
     * @param event JSON
     */
    public void invoke(String operation, String event) {
        attemptAfter(Duration.ZERO, new Pending(model.functions().get(operation), event, clock.instant(), 0, 0));
    }

    private void attemptAfter(Duration wait, Pending pending) {
        var operation = pending.function().operation();
        if (wait.isZero()) {
            scheduler.run(Kind.EVENT, "event for " + operation, () -> attempt(pending));
        } else {
            scheduler.at(clock.instant().plus(wait), Kind.EVENT, "retry of " + operation, () -> attempt(pending));
        }
    }

    private void attempt(Pending pending) {
        switch (invoke(pending)) {
            case Answered answered -> report(pending.function().async().onSuccess(), pending.invoked(), "Success", Optional.of(answered));
            case Failed failed when NOT_INVOKED.contains(failed.errorType()) -> {
                var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(pending.pauses(), 10));
                again(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE, pending.paused(), failed);
            }
            case Failed failed when pending.invocations() < pending.function().async().maximumRetries() ->
                    again(AFTER_FAILURE.get(pending.invocations()), pending.invoked(), failed);
            case Failed failed -> giveUp(pending.invoked(), "RetriesExhausted", failed);
        }
    }

    /** A host that breaks down is Lambda's failure, not the function's: the event is still here. */
    private InvocationResult invoke(Pending pending) {
        try {
            return functions.invoke(pending.function().operation(), pending.event().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException breakdown) {
            return new Failed(UUID.randomUUID().toString(), BROKEN_DOWN, breakdown.toString(), new byte[0]);
        }
    }

    private void again(Duration wait, Pending pending, Failed last) {
        if (Duration.between(pending.since(), clock.instant().plus(wait)).compareTo(pending.function().async().maximumAge()) > 0) {
            giveUp(pending, "EventAgeExceeded", last);
        } else {
            attemptAfter(wait, pending);
        }
    }

    private void giveUp(Pending pending, String condition, Failed last) {
        var onFailure = pending.function().async().onFailure();
        LOG.warnf("%s did not take an event (%s after %d invocations): %s: %s; %s", pending.function().operation(), condition, pending.invocations(),
                last.errorType(), last.errorMessage(), onFailure.map(arn -> "reported to " + Queues.nameOf(arn)).orElse("it is dropped"));
        report(onFailure, pending, condition, pending.invocations() == 0 ? Optional.empty() : Optional.of(last));
    }

    private void report(Optional<String> destination, Pending pending, String condition, Optional<InvocationResult> last) {
        destination.ifPresent(arn -> queues.send(Queues.nameOf(arn), List.of(
                InvocationRecord.of(pending.function().arn(), pending.event(), pending.invocations(), condition, last, clock.instant()))));
    }
}
