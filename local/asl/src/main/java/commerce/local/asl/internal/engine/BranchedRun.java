package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A state that runs flows inside: the branches of a Parallel state, the iterations of a Map state. */
abstract class BranchedRun extends RecoverableRun {

    private final String type;
    private List<Flow> flows = List.of();
    private boolean settled;
    private long startedEventId;

    BranchedRun(Flow flow, State.Recoverable state, Payload input) {
        super(flow, state, input);
        this.type = state.type();
    }

    /** Starts the attempt's flows once its own fields are evaluated; an earlier attempt's are forgotten. */
    final void startFlows(List<Flow> created, String detailsName, Map<String, Object> details) {
        settled = false;
        flows = new ArrayList<>(created);
        startedEventId = flow().record(type + "StateStarted", detailsName, details);
        startMore(startedEventId);
        if (flows.isEmpty()) {
            finish();
        }
    }

    final List<Flow> flows() {
        return flows;
    }

    /**
     * Starts as many new flows as may run now.
     *
     * @param previousEventId the event they follow
     */
    abstract void startMore(long previousEventId);

    /** A flow came to its end; records it if the type has an event for that, and moves the chain to the last event. */
    abstract void recordFlowSucceeded(Flow finished);

    /**
     * Records that a flow failed or was aborted, if the type has an event for that.
     *
     * @param outcome {@code Failed} or {@code Aborted}
     * @param failureEventId the last event of the flow that failed
     */
    abstract void recordFlowEnded(Flow ended, String outcome, long failureEventId);

    final void branchSucceeded(Flow finished) {
        if (settled) {
            return;
        }
        recordFlowSucceeded(finished);
        startMore(finished.lastEventId());
        if (flows.stream().allMatch(each -> each.output().isPresent())) {
            finish();
        }
    }

    private void finish() {
        settled = true;
        List<Object> results = new ArrayList<>(flows.size());
        flows.forEach(each -> results.add(each.output().orElseThrow().value()));
        flow().recordAside(type + "StateSucceeded", "", Map.of());
        succeeded(Payload.of(results));
    }

    final void branchFailed(Flow ended, StateError error) {
        if (settled) {
            return;
        }
        settled = true;
        long failureEventId = ended.lastEventId();
        for (Flow each : flows) {
            if (each == ended) {
                recordFlowEnded(each, "Failed", failureEventId);
                each.recordFailure();
            } else {
                abortIfRunning(each, failureEventId);
            }
        }
        flow().continueFrom(failureEventId);
        failed(error);
    }

    /** The attempt failed by itself, e.g. by an expression evaluated for one of its flows. */
    final void settleFailed(StateError error) {
        settled = true;
        flows.forEach(each -> abortIfRunning(each, flow().lastEventId()));
        failed(error);
    }

    private void abortIfRunning(Flow each, long failureEventId) {
        if (each.isRunning()) {
            recordFlowEnded(each, "Aborted", failureEventId);
            each.abort(failureEventId);
        }
    }

    @Override
    final void recordStateFailed() {
        flow().record(type + "StateFailed", "", Map.of());
    }

    @Override
    void silence() {
        super.silence();
        settled = true;
        flows.forEach(Flow::silence);
    }

    @Override
    final void abort(long failureEventId) {
        super.silence();
        settled = true;
        recordAborted(failureEventId);
        flows.forEach(each -> abortIfRunning(each, failureEventId));
    }

    /** Only the flows that did not succeed run again; what succeeded keeps its output. */
    @Override
    final void redrive() {
        if (flows.isEmpty()) {
            super.redrive();
            return;
        }
        resetRetriers();
        execution().countTransition();
        settled = false;
        long from = flow().lastEventId();
        flows.stream().filter(Flow::isUnsuccessful).forEach(each -> each.redrive(from));
        startMore(from);
        if (flows.stream().allMatch(each -> each.output().isPresent())) {
            finish();
        }
    }
}
