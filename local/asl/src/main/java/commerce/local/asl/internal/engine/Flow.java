package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import java.util.Map;
import java.util.Optional;

/**
 * One way through the states of one container: the whole execution, a branch of a Parallel state, or an iteration of a Map state. Knows its
 * scope of variables and where its chain of history events stands.
 */
final class Flow {

    private enum Phase { NEW, RUNNING, SUCCEEDED, UNSUCCESSFUL }

    private final Execution execution;
    private final State.Container container;
    private final Optional<BranchedRun> owner;
    private final Variables variables;
    private final int index;
    private final Optional<Map<String, Object>> mapItem;
    private Phase phase = Phase.NEW;
    private Optional<StateRun> current = Optional.empty();
    private Optional<Payload> input = Optional.empty();
    private Optional<Payload> output = Optional.empty();
    private long lastEventId;

    private Flow(Execution execution, State.Container container, Optional<BranchedRun> owner, Variables variables, int index,
            Optional<Map<String, Object>> mapItem) {
        this.execution = execution;
        this.container = container;
        this.owner = owner;
        this.variables = variables;
        this.index = index;
        this.mapItem = mapItem;
    }

    static Flow root(Execution execution, State.Container container) {
        return new Flow(execution, container, Optional.empty(), new Variables(Optional.empty()), 0, Optional.empty());
    }

    /** @param mapItem the {@code Map} part of the context object; that of the enclosing iteration, if any, for a branch */
    static Flow inside(BranchedRun owner, State.Container container, int index, Optional<Map<String, Object>> mapItem) {
        return new Flow(owner.execution(), container, Optional.of(owner), new Variables(Optional.of(owner.flow().variables)), index, mapItem);
    }

    Execution execution() {
        return execution;
    }

    Variables variables() {
        return variables;
    }

    int index() {
        return index;
    }

    Optional<Map<String, Object>> mapItem() {
        return mapItem;
    }

    boolean isNew() {
        return phase == Phase.NEW;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    boolean isUnsuccessful() {
        return phase == Phase.UNSUCCESSFUL;
    }

    /** Present once it has succeeded. */
    Optional<Payload> output() {
        return output;
    }

    long lastEventId() {
        return lastEventId;
    }

    /** Moves the chain: the next event recorded here follows the given one. */
    void continueFrom(long eventId) {
        lastEventId = eventId;
    }

    /** Records an event at the end of the chain. */
    long record(String type, String detailsName, Map<String, Object> details) {
        lastEventId = recordAside(type, detailsName, details);
        return lastEventId;
    }

    /** Records an event that follows the chain but that the chain passes by. */
    long recordAside(String type, String detailsName, Map<String, Object> details) {
        return execution.record(lastEventId, type, detailsName, details);
    }

    void start(Payload startInput, long previousEventId) {
        phase = Phase.RUNNING;
        input = Optional.of(startInput);
        lastEventId = previousEventId;
        enter(container.startAt(), startInput);
    }

    void transition(String next, Payload payload) {
        enter(next, payload);
    }

    private void enter(String name, Payload payload) {
        StateRun run = StateRun.of(this, container.state(name), payload);
        current = Optional.of(run);
        execution.later(() -> {
            if (isRunning()) {
                run.enter();
            }
        });
    }

    void succeed(Payload result) {
        phase = Phase.SUCCEEDED;
        current = Optional.empty();
        output = Optional.of(result);
        owner.ifPresentOrElse(run -> run.branchSucceeded(this), () -> execution.succeed(result, lastEventId));
    }

    /** Ends without success. A fatal error ends the whole execution at once. */
    void fail(StateError error) {
        phase = Phase.UNSUCCESSFUL;
        if (error.isFatal() || owner.isEmpty()) {
            execution.fail(error, lastEventId);
        } else {
            owner.get().branchFailed(this, error);
        }
    }

    /** Records what its own failure aborted in it. */
    void recordFailure() {
        current.ifPresent(run -> run.recordFailureInBranch(lastEventId));
    }

    /**
     * Ends it because a sibling failed, recording what was aborted, outermost first.
     *
     * @param failureEventId the last event of the sibling, which all these events follow
     */
    void abort(long failureEventId) {
        phase = Phase.UNSUCCESSFUL;
        current.ifPresent(run -> run.abort(failureEventId));
    }

    /** Ends it because the execution closed: nothing is recorded. */
    void silence() {
        if (phase == Phase.RUNNING || phase == Phase.UNSUCCESSFUL) {
            phase = Phase.UNSUCCESSFUL;
            current.ifPresent(StateRun::silence);
        }
    }

    /** Goes on from where it ended without success. */
    void redrive(long previousEventId) {
        lastEventId = previousEventId;
        phase = Phase.RUNNING;
        if (current.isEmpty()) {
            input.ifPresentOrElse(known -> start(known, previousEventId), () -> start(execution.input(), previousEventId));
            return;
        }
        StateRun run = current.get();
        execution.later(() -> {
            if (isRunning()) {
                run.redrive();
            }
        });
    }
}
