package commerce.local.stage.host;

import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** What every invocation passes through, wherever the function runs: the scheduler, the armed faults, the counters, the console. */
public final class Invocations implements FunctionHost {

    /** Where functions run. */
    @FunctionalInterface
    public interface Runner {

        /** Runs one invocation to its end, within the function's time-out. */
        InvocationResult run(String requestId, StageModel.Function function, byte[] payload);
    }

    private static final Logger LOG = Logger.getLogger("commerce.functions");

    private final Map<String, StageModel.Function> functions;
    private final Runner runner;
    private final Scheduler scheduler;
    private final ArmedFaults faults;
    private final Counters counters;

    /** @param functions by operation name */
    public Invocations(Map<String, StageModel.Function> functions, Runner runner, Scheduler scheduler, ArmedFaults faults, Counters counters) {
        this.functions = functions;
        this.runner = runner;
        this.scheduler = scheduler;
        this.faults = faults;
        this.counters = counters;
    }

    @Override
    public Set<String> operations() {
        return functions.keySet();
    }

    @Override
    public InvocationResult invoke(String operation, byte[] payload) {
        var function = functions.get(operation);
        if (function == null) {
            throw new IllegalArgumentException("no function " + operation);
        }
        return scheduler.call(Kind.INVOCATION, operation, () -> {
            var result = struck(function, payload);
            report(function, result);
            return result;
        });
    }

    private void report(StageModel.Function function, InvocationResult result) {
        counters.invoked(function.operation(), result instanceof Failed);
        if (result instanceof Failed failed && !failed.errorType().startsWith("commerce.")) {
            LOG.warnf("%s failed: %s: %s (request %s)", function.operation(), failed.errorType(), failed.errorMessage(), failed.requestId());
        }
    }

    private InvocationResult struck(StageModel.Function function, byte[] payload) {
        var requestId = UUID.randomUUID().toString();
        faults.strikeDelay(function.operation()).ifPresent(delay -> LockSupport.parkNanos(delay.delay().toNanos()));
        var fault = faults.strikeInvocation(function.operation());
        if (fault.isEmpty()) {
            return runner.run(requestId, function, payload);
        }
        if (fault.get().point() == Point.AFTER || fault.get().point() == Point.TIMEOUT_AFTER) {
            runner.run(requestId, function, payload);
        }
        return injected(requestId, function, fault.get());
    }

    private static InvocationResult injected(String requestId, StageModel.Function function, InvocationFault fault) {
        return switch (fault.point()) {
            case BEFORE, AFTER -> ErrorPayload.failed(requestId, fault.errorType(), fault.errorMessage());
            case TIMEOUT, TIMEOUT_AFTER -> ErrorPayload.timedOut(requestId, function.timeout());
        };
    }
}
