package commerce.local.asl.internal.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;

/**
 * Stops a runaway expression: at most 100 levels deep, as on AWS, and a bounded number of steps where AWS has a bounded time, so that the
 * outcome does not depend on the machine's speed.
 */
final class Limits {

    private static final int DEPTH_LIMIT = 100;
    private static final int STEP_LIMIT = 2_000_000;

    private int depth;
    private int steps;

    private Limits() {}

    static void bind(Jsonata.Frame frame) {
        Limits limits = new Limits();
        frame.setEvaluateEntryCallback((expression, input, environment) -> limits.enter());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> limits.depth--);
    }

    private void enter() {
        depth++;
        steps++;
        if (depth > DEPTH_LIMIT) {
            throw new JException("U1001", -1, "Stack overflow error: Check for non-terminating recursive function.  "
                    + "Consider rewriting as tail-recursive. Depth=" + depth + " max=" + DEPTH_LIMIT);
        }
        if (steps > STEP_LIMIT) {
            throw new JException("U1001", -1, "Expression evaluation timeout: Check for infinite loop");
        }
    }
}
