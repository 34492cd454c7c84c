package commerce.local.stage.bus;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.host.FunctionNames;
import commerce.local.stage.queues.Queues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Delivers what rules and schedules send: to queues, and to functions by asynchronous invocation (two more attempts, a minute and two
 * minutes of virtual time later). What cannot be delivered goes to the target's dead-letter queue.
 */
public final class Targets {

    private static final Logger LOG = Logger.getLogger(Targets.class);
    private static final Duration BACK_OFF = Duration.ofMillis(500);
    /** AWS tries for hours; an engine on this machine that fails this often will not come back. */
    private static final int MOST_RETRIES = 5;
    private static final List<Duration> FUNCTION_RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final Queues queues;
    private final FunctionHost functions;
    private final FunctionNames names;
    private final Scheduler scheduler;
    private final VirtualClock clock;

    public Targets(Queues queues, FunctionHost functions, FunctionNames names, Scheduler scheduler, VirtualClock clock) {
        this.queues = queues;
        this.functions = functions;
        this.names = names;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** @param events what the target gets, one message or invocation each */
    public void deliver(StageModel.Target target, List<String> events) {
        if (target.arn().contains(":sqs:")) {
            toQueue(target, events, 0);
        } else {
            events.forEach(event -> toFunction(target, event));
        }
    }

    private void toQueue(StageModel.Target target, List<String> events, int retries) {
        try {
            queues.send(Queues.nameOf(target.arn()), events);
        } catch (RuntimeException failure) {
            if (retries < Math.min(target.maximumRetries(), MOST_RETRIES)) {
                var ticket = scheduler.hold(Kind.EVENT, "retry of " + target.arn());
                scheduler.afterWall(BACK_OFF.multipliedBy(1L << retries), Kind.EVENT, "retry of " + target.arn(), () -> {
                    try (ticket) {
                        toQueue(target, events, retries + 1);
                    }
                });
            } else {
                giveUp(target, events, failure.toString());
            }
        }
    }

    private void toFunction(StageModel.Target target, String event) {
        var operation = names.operation(target.arn());
        if (operation.isEmpty()) {
            giveUp(target, List.of(event), "there is no such function");
        } else {
            scheduler.run(Kind.EVENT, "event for " + operation.get(), () -> invoke(target, operation.get(), event, 0));
        }
    }

    private void invoke(StageModel.Target target, String operation, String event, int attempt) {
        if (functions.invoke(operation, event.getBytes(StandardCharsets.UTF_8)) instanceof Failed failed) {
            if (attempt < FUNCTION_RETRIES.size()) {
                scheduler.at(clock.instant().plus(FUNCTION_RETRIES.get(attempt)), Kind.EVENT, "retry of " + operation, () -> invoke(target, operation, event, attempt + 1));
            } else {
                giveUp(target, List.of(event), failed.errorType() + ": " + failed.errorMessage());
            }
        }
    }

    private void giveUp(StageModel.Target target, List<String> events, String reason) {
        LOG.warnf("%d event(s) could not be delivered to %s: %s%s", events.size(), target.arn(), reason,
                target.deadLetters().map(arn -> "; moved to " + Queues.nameOf(arn)).orElse("; dropped"));
        target.deadLetters().ifPresent(arn -> queues.send(Queues.nameOf(arn), events));
    }
}
