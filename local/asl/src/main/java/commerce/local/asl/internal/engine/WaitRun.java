package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.definition.Timestamps;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Scope;
import commerce.local.asl.internal.jsonata.Template;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Waits some seconds or until a time, whose milliseconds AWS cuts off. A time that has passed is not waited for. */
final class WaitRun extends StateRun {

    private static final long LONGEST_SECONDS = 99_999_999;

    private final State.Wait wait;
    private Optional<Alarm> alarm = Optional.empty();

    WaitRun(Flow flow, State.Wait wait, Payload input) {
        super(flow, wait, input);
        this.wait = wait;
    }

    @Override
    void begin() {
        Instant due;
        try {
            due = due(scope(Map.of()));
        } catch (EvaluationFailure failure) {
            failed(evaluationFailed(failure));
            return;
        }
        if (!due.isAfter(execution().now())) {
            over();
            return;
        }
        alarm = Optional.of(Alarm.set(execution(), due, "wait", name(), this::over));
    }

    @Override
    void silence() {
        alarm.ifPresent(Alarm::cancel);
        alarm = Optional.empty();
    }

    private void over() {
        leave(new Leaving(wait.assign(), wait.output(), input(), Map.of(), wait.next()));
    }

    private Instant due(Scope scope) throws EvaluationFailure {
        if (wait.seconds().isPresent()) {
            return execution().now().plusSeconds(Expected.number(wait.seconds().get(), scope, "Seconds", 0, LONGEST_SECONDS));
        }
        Template timestamp = wait.timestamp().orElseThrow();
        String text = Expected.text(timestamp, scope, "Timestamp");
        return Timestamps.parse(text).map(due -> due.truncatedTo(ChronoUnit.SECONDS)).orElseThrow(() -> new EvaluationFailure("Timestamp",
                "The value '" + text + "' specified for the field 'Timestamp' is not a valid timestamp"));
    }
}
