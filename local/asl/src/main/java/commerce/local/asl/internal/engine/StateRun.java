package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.ErrorNames;
import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.json.Values;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Scope;
import commerce.local.asl.internal.jsonata.Template;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One visit to one state, from entering to leaving, retries and redrives included. */
abstract class StateRun {

    /**
     * How a state is left.
     *
     * @param assign variables to set
     * @param output the output's template
     * @param defaultOutput the output without a template
     * @param available what {@code $states} has besides input and context: {@code result} or {@code errorOutput}
     * @param next the next state; empty at an end
     */
    record Leaving(Map<String, Template> assign, Optional<Template> output, Payload defaultOutput, Map<String, Object> available,
            Optional<String> next) {}

    private static final Map<String, Object> NOT_TRUNCATED = Map.of("truncated", false);

    private final Flow flow;
    private final State state;
    private final Payload input;
    private long enteredEventId;
    private Instant enteredAt = Instant.EPOCH;

    StateRun(Flow flow, State state, Payload input) {
        this.flow = flow;
        this.state = state;
        this.input = input;
    }

    static StateRun of(Flow flow, State state, Payload input) {
        return switch (state) {
            case State.Pass pass -> new PassRun(flow, pass, input);
            case State.Succeed succeed -> new SucceedRun(flow, succeed, input);
            case State.Fail fail -> new FailRun(flow, fail, input);
            case State.Wait wait -> new WaitRun(flow, wait, input);
            case State.Choice choice -> new ChoiceRun(flow, choice, input);
            case State.Task task -> new TaskRun(flow, task, input);
            case State.Parallel parallel -> new ParallelRun(flow, parallel, input);
            case State.MapState map -> new MapRun(flow, map, input);
        };
    }

    Flow flow() {
        return flow;
    }

    Execution execution() {
        return flow.execution();
    }

    Payload input() {
        return input;
    }

    String name() {
        return state.name();
    }

    /** {@code $states.context.State}. */
    Map<String, Object> stateContext() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("Name", name());
        context.put("EnteredTime", IsoTime.text(enteredAt));
        return context;
    }

    final void enter() {
        execution().countTransition();
        enteredAt = execution().now();
        enteredEventId = flow.record(state.type() + "StateEntered", "stateEnteredEventDetails",
                Map.of("name", name(), "input", input.text(), "inputDetails", NOT_TRUNCATED));
        begin();
    }

    /** One attempt at the state's work. */
    abstract void begin();

    /** Tries again after the execution was redriven. */
    void redrive() {
        execution().countTransition();
        begin();
    }

    /** Takes back timers and forgets about answers. */
    void silence() {}

    /** @param failureEventId the event that caused it */
    void abort(long failureEventId) {
        silence();
        recordAborted(failureEventId);
    }

    final void recordAborted(long failureEventId) {
        if (enteredEventId > 0) {
            execution().record(failureEventId, state.type() + "StateAborted", "", Map.of());
        }
    }

    /** What the history says about this state when its failure ends a branch. */
    void recordFailureInBranch(long failureEventId) {}

    /** The state failed. States that can recover override this. */
    void failed(StateError error) {
        flow.fail(error);
    }

    // Evaluating -----------------------------------------------------------------------------------------------------------------------

    final Scope scope(Map<String, Object> available) {
        return scope(available, Map.of());
    }

    /** @param contextParts parts of the context object that only this evaluation has */
    final Scope scope(Map<String, Object> available, Map<String, Object> contextParts) {
        Map<String, Object> context = execution().context();
        context.put("State", stateContext());
        flow.mapItem().ifPresent(item -> context.put("Map", item));
        context.putAll(contextParts);
        Map<String, Object> states = new LinkedHashMap<>();
        states.put("input", input.value());
        states.put("context", context);
        states.putAll(available);
        return new Scope(flow.variables().visible(), states, execution().host().ambient());
    }

    /** Evaluates and sets, then goes on; a failure is handled like any failure of the state. */
    final void leave(Leaving leaving) {
        leave(leaving, flow.lastEventId(), this::failed);
    }

    /** @param failsFrom the event that a failure to leave follows in the history */
    final void leave(Leaving leaving, long failsFrom, Consumer<StateError> onFailure) {
        Payload output;
        Map<String, Payload> assigned = new LinkedHashMap<>();
        try {
            Scope scope = scope(leaving.available());
            output = leaving.output().isPresent() ? Payload.of(leaving.output().get().evaluate(scope)) : leaving.defaultOutput();
            for (Map.Entry<String, Template> assignment : leaving.assign().entrySet()) {
                assigned.put(assignment.getKey(), Payload.of(assignment.getValue().evaluate(scope)));
            }
        } catch (EvaluationFailure failure) {
            flow.continueFrom(failsFrom);
            onFailure.accept(evaluationFailed(failure));
            return;
        }
        if (output.isTooLarge() || !fits(assigned)) {
            flow.continueFrom(failsFrom);
            onFailure.accept(tooLarge());
            return;
        }
        flow.variables().assign(assigned);
        exit(output, assigned);
        leaving.next().ifPresentOrElse(next -> flow.transition(next, output), () -> flow.succeed(output));
    }

    private boolean fits(Map<String, Payload> assigned) {
        long bytes = assigned.values().stream().mapToLong(payload -> Values.sizeInBytes(payload.text())).sum();
        return bytes <= Payload.LIMIT_BYTES && flow.variables().fits(assigned);
    }

    private void exit(Payload output, Map<String, Payload> assigned) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", name());
        details.put("output", output.text());
        details.put("outputDetails", NOT_TRUNCATED);
        if (!assigned.isEmpty()) {
            Map<String, Object> texts = new LinkedHashMap<>();
            assigned.forEach((variable, payload) -> texts.put(variable, payload.text()));
            details.put("assignedVariables", texts);
            details.put("assignedVariablesDetails", NOT_TRUNCATED);
        }
        flow.record(state.type() + "StateExited", "stateExitedEventDetails", details);
    }

    // Errors the interpreter raises ----------------------------------------------------------------------------------------------------

    /** Records that an expression failed and says what the state fails with. */
    final StateError evaluationFailed(EvaluationFailure failure) {
        StateError error = raised(ErrorNames.QUERY_EVALUATION_ERROR, failure.getMessage());
        Map<String, Object> details = new LinkedHashMap<>(error.details());
        details.put("location", failure.location());
        details.put("state", name());
        flow.record("EvaluationFailed", "evaluationFailedEventDetails", details);
        return error;
    }

    final StateError raised(String error, String cause) {
        return StateError.of(error, "An error occurred while executing the state '" + name() + "' (entered at the event id #" + enteredEventId + "). "
                + cause);
    }

    final StateError tooLarge() {
        return raised(ErrorNames.DATA_LIMIT_EXCEEDED,
                "The state/task '" + name() + "' returned a result with a size exceeding the maximum number of bytes service limit.");
    }
}
