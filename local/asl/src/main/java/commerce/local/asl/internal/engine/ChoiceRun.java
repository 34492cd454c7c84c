package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.ErrorNames;
import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Scope;
import java.util.Map;
import java.util.Optional;

/** Takes the first rule whose condition is true, else the default. The rule's own Assign and Output apply; the state's only by default. */
final class ChoiceRun extends StateRun {

    private final State.Choice choice;

    ChoiceRun(Flow flow, State.Choice choice, Payload input) {
        super(flow, choice, input);
        this.choice = choice;
    }

    @Override
    void begin() {
        Optional<State.Choice.Rule> matched;
        try {
            matched = firstTrue(scope(Map.of()));
        } catch (EvaluationFailure failure) {
            failed(evaluationFailed(failure));
            return;
        }
        if (matched.isPresent()) {
            State.Choice.Rule rule = matched.get();
            leave(new Leaving(rule.assign(), rule.output(), input(), Map.of(), Optional.of(rule.next())));
        } else if (choice.defaultNext().isPresent()) {
            leave(new Leaving(choice.assign(), choice.output(), input(), Map.of(), choice.defaultNext()));
        } else {
            failed(raised(ErrorNames.RUNTIME, "Failed to transition out of the state. The state does not point to a next state."));
        }
    }

    private Optional<State.Choice.Rule> firstTrue(Scope scope) throws EvaluationFailure {
        for (int i = 0; i < choice.rules().size(); i++) {
            State.Choice.Rule rule = choice.rules().get(i);
            if (Expected.truth(rule.condition(), scope, "Choices[" + i + "]/Condition")) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
