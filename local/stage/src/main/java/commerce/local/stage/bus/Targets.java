package commerce.local.stage.bus;

import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel.Target;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.async.AsyncInvocations;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.host.FunctionNames;
import commerce.local.stage.queues.Queues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers what rules and schedules send: to queues, and to functions by asynchronous invocation (from there on it is Lambda that tries
 * again). A target that fails is tried again by its retry policy, on the virtual clock; one that does not exist, or refuses an event, is not. What cannot be
 * delivered goes to the target's dead-letter queue, with attributes that say why.
 */
public final class Targets {

    private static final Logger LOG = Logger.getLogger(Targets.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final String NO_RESOURCE = "NO_RESOURCE";

    private final AsyncInvocations invocations;
    private final Queues queues;
    private final FunctionNames names;
    private final Scheduler scheduler;
    private final VirtualClock clock;

    public Targets(AsyncInvocations invocations, Queues queues, FunctionNames names, Scheduler scheduler, VirtualClock clock) {
        this.invocations = invocations;
        this.queues = queues;
        this.names = names;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if what the target is to get of an event cannot be understood */
    public static void check(String rule, Target target) {
        try {
            TargetInput.check(target.input());
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException("the target " + target.id() + " of rule " + rule + " is not valid: " + fault.getMessage(), fault);
        }
    }

    /** Why something was not delivered. */
    private record Failure(String code, String message, Optional<String> exhausted, int retries) {}

    /** @param deliveries one message or invocation each */
    public void deliver(String ruleArn, Target target, List<Delivery> deliveries) {
        if (target.arn().contains(":sqs:")) {
            toQueue(ruleArn, target, deliveries, 0);
        } else {
            deliveries.forEach(delivery -> toFunction(ruleArn, target, delivery));
        }
    }

    private void toFunction(String ruleArn, Target target, Delivery delivery) {
        names.operation(target.arn()).ifPresentOrElse(
                operation -> invocations.invoke(operation, delivery.input()),
                () -> giveUp(ruleArn, target, List.of(delivery), new Failure(NO_RESOURCE, "There is no such function.", Optional.empty(), 0)));
    }

    private void toQueue(String ruleArn, Target target, List<Delivery> deliveries, int retries) {
        try {
            queues.send(Queues.nameOf(target.arn()), deliveries.stream().map(Delivery::input).toList());
        } catch (AwsError refusal) {
            if (deliveries.size() > 1) {
                // It may be one of them only that is refused.
                deliveries.forEach(delivery -> toQueue(ruleArn, target, List.of(delivery), retries));
            } else {
                var code = refusal.code().endsWith("NonExistentQueue") ? NO_RESOURCE : "INVALID_PARAMETER";
                giveUp(ruleArn, target, deliveries, new Failure(code, refusal.getMessage(), Optional.empty(), retries));
            }
        } catch (RuntimeException failure) {
            again(ruleArn, target, deliveries, retries, failure);
        }
    }

    private void again(String ruleArn, Target target, List<Delivery> deliveries, int retries, RuntimeException failure) {
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(retries, 20));
        var due = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        var exhausted = retries >= target.maximumRetries() ? Optional.of("MaximumRetryAttempts")
                : due.isAfter(deliveries.getFirst().since().plus(target.maximumAge())) ? Optional.of("MaximumEventAgeInSeconds") : Optional.<String>empty();
        if (exhausted.isPresent()) {
            giveUp(ruleArn, target, deliveries, new Failure("SDK_CLIENT_ERROR", String.valueOf(failure.getMessage()), exhausted, retries));
        } else {
            scheduler.at(due, Kind.EVENT, "retry of " + target.arn(), () -> toQueue(ruleArn, target, deliveries, retries + 1));
        }
    }

    private void giveUp(String ruleArn, Target target, List<Delivery> deliveries, Failure failure) {
        LOG.warnf("%d event(s) could not be delivered to %s: %s %s%s", deliveries.size(), target.arn(), failure.code(), failure.message(),
                target.deadLetters().map(arn -> "; moved to " + Queues.nameOf(arn)).orElse("; dropped"));
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("RULE_ARN", ruleArn);
        attributes.put("TARGET_ARN", target.arn());
        attributes.put("ERROR_CODE", failure.code());
        attributes.put("ERROR_MESSAGE", failure.message());
        failure.exhausted().ifPresent(condition -> attributes.put("EXHAUSTED_RETRY_CONDITION", condition));
        attributes.put("RETRY_ATTEMPTS", String.valueOf(failure.retries()));
        target.deadLetters().ifPresent(arn -> deliveries.forEach(delivery -> bury(Queues.nameOf(arn), delivery, attributes)));
    }

    /** What not even the dead-letter queue takes is gone, as on AWS, but other targets must not suffer for it. */
    private void bury(String queue, Delivery delivery, Map<String, String> attributes) {
        try {
            queues.send(queue, delivery.event(), attributes);
        } catch (RuntimeException failure) {
            LOG.errorf("the dead-letter queue %s does not take an event, it is lost: %s; %s", queue, failure.getMessage(), delivery.event());
        }
    }
}
