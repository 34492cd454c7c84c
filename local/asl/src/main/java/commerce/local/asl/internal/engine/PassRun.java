package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import java.util.Map;

/** Passes its input on, or its Output. */
final class PassRun extends StateRun {

    private final State.Pass pass;

    PassRun(Flow flow, State.Pass pass, Payload input) {
        super(flow, pass, input);
        this.pass = pass;
    }

    @Override
    void begin() {
        leave(new Leaving(pass.assign(), pass.output(), input(), Map.of(), pass.next()));
    }
}
