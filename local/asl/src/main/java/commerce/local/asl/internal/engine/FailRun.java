package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Template;
import java.util.Map;
import java.util.Optional;

/** Ends its flow with the Error and the Cause it names; both may be absent. */
final class FailRun extends StateRun {

    private final State.Fail fail;

    FailRun(Flow flow, State.Fail fail, Payload input) {
        super(flow, fail, input);
        this.fail = fail;
    }

    @Override
    void begin() {
        StateError error;
        try {
            error = new StateError(text(fail.error(), "Error"), text(fail.cause(), "Cause"), false);
        } catch (EvaluationFailure failure) {
            error = evaluationFailed(failure);
        }
        failed(error);
    }

    private Optional<String> text(Optional<Template> template, String field) throws EvaluationFailure {
        return template.isEmpty() ? Optional.empty() : Optional.of(Expected.text(template.get(), scope(Map.of()), field));
    }
}
