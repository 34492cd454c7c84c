package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs all branches at once, each with the Arguments (or the input); its result is the array of their outputs. */
final class ParallelRun extends BranchedRun {

    private final State.Parallel parallel;
    private Payload branchInput;

    ParallelRun(Flow flow, State.Parallel parallel, Payload input) {
        super(flow, parallel, input);
        this.parallel = parallel;
        this.branchInput = input;
    }

    @Override
    void begin() {
        try {
            branchInput = parallel.arguments().isPresent() ? Payload.of(parallel.arguments().get().evaluate(scope(Map.of()))) : input();
        } catch (EvaluationFailure failure) {
            failed(evaluationFailed(failure));
            return;
        }
        if (branchInput.isTooLarge()) {
            failed(tooLarge());
            return;
        }
        List<Flow> branches = IntStream.range(0, parallel.branches().size())
                .mapToObj(i -> Flow.inside(this, parallel.branches().get(i), i, flow().mapItem()))
                .toList();
        startFlows(branches, "", Map.of());
    }

    @Override
    void startMore(long previousEventId) {
        flows().stream().filter(Flow::isNew).forEach(branch -> branch.start(branchInput, previousEventId));
    }

    @Override
    void recordFlowSucceeded(Flow finished) {
        flow().continueFrom(finished.lastEventId());
    }

    @Override
    void recordFlowEnded(Flow ended, String outcome, long failureEventId) {
        // A branch has no events of its own.
    }
}
