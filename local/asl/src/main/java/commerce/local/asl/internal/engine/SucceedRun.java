package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import java.util.Map;
import java.util.Optional;

/** Ends its flow with its input, or its Output. */
final class SucceedRun extends StateRun {

    private final State.Succeed succeed;

    SucceedRun(Flow flow, State.Succeed succeed, Payload input) {
        super(flow, succeed, input);
        this.succeed = succeed;
    }

    @Override
    void begin() {
        leave(new Leaving(Map.of(), succeed.output(), input(), Map.of(), Optional.empty()));
    }
}
