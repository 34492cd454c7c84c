package commerce.local.stage.host;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import commerce.kernel.Settings;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.aws.AwsPort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Runs the functions of all modules in this JVM. */
public final class InProcessHost implements FunctionHost {

    /**
     * How many invocations run at once; further ones wait before their time-out begins. On AWS each has a CPU of its own; here hundreds
     * at once would only push one another over their time-outs.
     */
    private static final int CONCURRENCY = 64;

    private static final Logger LOG = Logger.getLogger("commerce.functions");

    private final Map<String, StageModel.Function> functions;
    private final Map<String, RequestStreamHandler> handlers;
    private final Scheduler scheduler;
    private final ArmedFaults faults;
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
        this.functions = functions;
        this.handlers = handlers;
        this.scheduler = scheduler;
        this.faults = faults;
        this.counters = counters;
        this.log = log;
        this.clock = clock;
        this.aws = aws;
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
            // A function that waits for another holds a slot already; a second one could wait for ever.
            var nested = Invocation.CURRENT.isBound();
            if (!nested) {
                slots.acquireUninterruptibly();
            }
            try {
                var result = struck(function, payload);
                report(function, result);
                return result;
            } finally {
                if (!nested) {
                    slots.release();
                }
            }
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
            return run(requestId, function, payload);
        }
        if (fault.get().point() == Point.AFTER || fault.get().point() == Point.TIMEOUT_AFTER) {
            run(requestId, function, payload);
        }
        return injected(requestId, function, fault.get());
    }

    private InvocationResult injected(String requestId, StageModel.Function function, InvocationFault fault) {
        return switch (fault.point()) {
            case BEFORE, AFTER -> failed(requestId, fault.errorType(), fault.errorMessage());
            case TIMEOUT, TIMEOUT_AFTER -> timedOut(requestId, function);
        };
    }

    private static Failed failed(String requestId, String errorType, String errorMessage) {
        return new Failed(requestId, errorType, errorMessage, ErrorPayload.of(errorType, errorMessage));
    }

    private Failed timedOut(String requestId, StageModel.Function function) {
        return failed(requestId, Failed.TIMED_OUT, ErrorPayload.timedOut(clock.instant(), requestId, function.timeout()));
    }

    /** On a thread of its own, so that a function that never returns costs its time-out and no more. */
    private InvocationResult run(String requestId, StageModel.Function function, byte[] payload) {
        var invocation = new Invocation(requestId, function, aws, clock, log, counters);
        var answer = new CompletableFuture<byte[]>();
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
            var message = failure.getMessage() == null ? "" : failure.getMessage();
            return new Failed(requestId, failure.getClass().getName(), message, ErrorPayload.of(failure));
        } catch (TimeoutException e) {
            thread.interrupt();
            return timedOut(requestId, function);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return failed(requestId, "Lambda.ServiceException", "the caller was interrupted");
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
