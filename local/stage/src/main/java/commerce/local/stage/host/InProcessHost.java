package commerce.local.stage.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import commerce.kernel.Settings;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.aws.AwsPort;
import commerce.local.stage.aws.Killed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the functions of all modules in this JVM. */
public final class InProcessHost implements FunctionHost {

    /**
     * How many invocations run at once; further ones wait before their time-out begins. On AWS each has a CPU of its own; here hundreds
     * at once would only push one another over their time-outs.
     */
    private static final int CONCURRENCY = 64;

    private final Map<String, RequestStreamHandler> handlers;
    private final Invocations invocations;
    private final Counters counters;
    private final FunctionLog log;
    private final VirtualClock clock;
    private final AwsPort aws;
    private final Semaphore slots = new Semaphore(CONCURRENCY, true);

    /**
     * @param handlers by operation name; handlers that no function of the model uses are left alone
     * @throws IllegalArgumentException naming every function without a handler
     */
    public InProcessHost(Map<String, StageModel.Function> functions, Map<String, RequestStreamHandler> handlers, Scheduler scheduler, ArmedFaults faults,
            Counters counters, FunctionLog log, VirtualClock clock, AwsPort aws) {
        var missing = new TreeSet<>(functions.keySet());
        missing.removeAll(handlers.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the template has functions that no module implements: " + String.join(", ", missing));
        }
        this.handlers = handlers;
        this.invocations = new Invocations(functions, this::runInASlot, scheduler, faults, counters);
        this.counters = counters;
        this.log = log;
        this.clock = clock;
        this.aws = aws;
    }

    @Override
    public Set<String> operations() {
        return invocations.operations();
    }

    @Override
    public InvocationResult invoke(String operation, byte[] payload) {
        return invocations.invoke(operation, payload);
    }

    private InvocationResult runInASlot(String requestId, StageModel.Function function, byte[] payload) {
        // A function that waits for another holds a slot already; a second one could wait for ever.
        if (Invocation.CURRENT.isBound()) {
            return run(requestId, function, payload);
        }
        slots.acquireUninterruptibly();
        try {
            return run(requestId, function, payload);
        } finally {
            slots.release();
        }
    }

    private InvocationResult run(String requestId, StageModel.Function function, byte[] payload) {
        var invocation = new Invocation(requestId, function, aws, clock, log, counters);
        var answer = invocation.answer();
        var thread = Thread.ofVirtual().name(function.operation()).start(() -> {
            try {
                answer.complete(ScopedValue.where(Invocation.CURRENT, invocation).call(() -> handle(invocation, payload)));
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        try {
            return new Answered(requestId, answer.get(function.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            var failure = e.getCause();
            if (failure instanceof Killed) {
                thread.interrupt();
                return ErrorPayload.exited(requestId, "signal: killed");
            }
            var message = failure.getMessage() == null ? "" : failure.getMessage();
            return new Failed(requestId, failure.getClass().getName(), message, ErrorPayload.of(failure));
        } catch (TimeoutException e) {
            thread.interrupt();
            return ErrorPayload.timedOut(requestId, function.timeout());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return ErrorPayload.failed(requestId, "Lambda.ServiceException", "the caller was interrupted");
        } finally {
            invocation.end();
        }
    }

    private byte[] handle(Invocation invocation, byte[] payload) throws Exception {
        var function = invocation.function();
        var output = new ByteArrayOutputStream(1024);
        return Settings.during(function.environment(), () -> {
            var handler = handlers.get(function.operation());
            // Whoever asks for an invocation may have another one, and libraries look for their services through it.
            Thread.currentThread().setContextClassLoader(handler.getClass().getClassLoader());
            handler.handleRequest(new ByteArrayInputStream(payload), output, new LambdaContext(invocation));
            return output.size() == 0 ? "null".getBytes(java.nio.charset.StandardCharsets.UTF_8) : output.toByteArray();
        });
    }
}
