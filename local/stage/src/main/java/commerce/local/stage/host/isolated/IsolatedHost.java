package commerce.local.stage.host.isolated;

import com.fasterxml.jackson.databind.ObjectMapper;
import commerce.local.sandbox.LambdaRuntime;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Answered;
import commerce.local.stage.InvocationResult.Failed;
import commerce.local.stage.Scheduler;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.host.ArmedFaults;
import commerce.local.stage.host.Counters;
import commerce.local.stage.host.ErrorPayload;
import commerce.local.stage.host.FunctionLog;
import commerce.local.stage.host.Invocations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Runs each function in processes of its own, from its zip. */
public final class IsolatedHost implements FunctionHost, AutoCloseable {

    /** What a function may be sent, in bytes. */
    static final int LARGEST_REQUEST = 6 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Invocations invocations;
    private final LambdaRuntime runtime;
    private final Limits limits;
    private final FunctionCode code;
    private final Variables variables;
    private final ClockFile clockFile;
    private final VirtualClock clock;
    private final Counters counters;
    private final SandboxLog log;
    private final Environments environments;
    private final Semaphore starting;
    private final RuntimeApi api;

    /**
     * What an isolated host needs of its stage.
     *
     * @param zips where a module's {@code function.zip} is, by the module's name
     * @param folder for unpacked code and the clock's file
     * @param aws where the functions' SDK calls go, see {@link IsolatedCalls}
     */
    public record Site(Function<String, Path> zips, Path folder, URI aws, String region, LambdaRuntime runtime, Limits limits) {}

    /**
     * @param functions by operation name
     * @throws IllegalArgumentException naming every zip that is missing
     */
    public IsolatedHost(Site site, Map<String, StageModel.Function> functions, Scheduler scheduler, ArmedFaults faults, Counters counters, FunctionLog log, VirtualClock clock) {
        this.runtime = site.runtime();
        this.limits = site.limits();
        this.code = new FunctionCode(site.zips(), site.folder().resolve("code"));
        code.require(functions.values());
        this.api = new RuntimeApi();
        this.variables = new Variables(site.region(), api.address(), site.aws());
        this.clockFile = new ClockFile(site.folder().resolve("clock"));
        this.clock = clock;
        this.counters = counters;
        this.log = new SandboxLog(log, clock);
        this.environments = new Environments(limits);
        this.starting = new Semaphore(limits.startingAtOnce(), true);
        this.invocations = new Invocations(functions, this::run, scheduler, faults, counters);
    }

    @Override
    public Set<String> operations() {
        return invocations.operations();
    }

    @Override
    public InvocationResult invoke(String operation, byte[] payload) {
        return invocations.invoke(operation, payload);
    }

    private InvocationResult run(String requestId, StageModel.Function function, byte[] payload) {
        if (payload.length > LARGEST_REQUEST) {
            return ErrorPayload.failed(requestId, "Lambda.RequestTooLargeException",
                    payload.length + " byte payload is too large for the RequestResponse invocation type (limit " + LARGEST_REQUEST + " bytes)");
        }
        try {
            while (true) {
                switch (environments.acquire(function, IsolatedCalls.CALLER.isBound())) {
                    case Environments.Grant.Throttled no -> {
                        return ErrorPayload.failed(requestId, Failed.THROTTLED, "Rate Exceeded.");
                    }
                    case Environments.Grant.Closed no -> {
                        return ErrorPayload.failed(requestId, "Lambda.ServiceException", "the stage is being closed");
                    }
                    case Environments.Grant.Granted(Environment environment, boolean cold) -> {
                        var result = runIn(environment, cold, new Work(requestId, payload, function));
                        if (result.isPresent()) {
                            return result.get();
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ErrorPayload.failed(requestId, "Lambda.ServiceException", "the caller was interrupted");
        }
    }

    /** @return empty if the process ended before it saw the invocation */
    private Optional<InvocationResult> runIn(Environment environment, boolean cold, Work work) throws InterruptedException {
        try {
            clockFile.show(clock.offset());
            var outcome = cold ? serveCold(environment, work) : environment.serve(work, limits.init());
            if (outcome instanceof Outcome.NotTaken) {
                return Optional.empty();
            }
            log.report(environment, work, outcome, cold ? environment.initDuration() : Optional.empty());
            return Optional.of(result(work, outcome));
        } finally {
            environments.release(environment);
        }
    }

    /** The caller waits for the start too, but it is not part of the function's time. */
    private Outcome serveCold(Environment environment, Work work) throws InterruptedException {
        var function = environment.function();
        counters.coldStarted(function.operation());
        starting.acquire();
        environment.onStarted(starting::release);
        try {
            api.serve(environment);
            environment.onEnd(() -> {
                api.forget(environment);
                environments.discard(environment);
            });
            var taskRoot = code.taskRoot(function.module());
            environment.start(FunctionProcess.start(
                    runtime.command(function.handler(), function.memoryMegabytes(), clockFile.path()), taskRoot,
                    variables.of(function, environment.id(), taskRoot), line -> log.line(environment, line)));
        } catch (RuntimeException failure) {
            environment.abandon(failure);
            throw failure;
        }
        return environment.serve(work, limits.init());
    }

    private InvocationResult result(Work work, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Responded(byte[] payload) -> new Answered(work.requestId(), payload);
            case Outcome.Reported(byte[] payload) -> reported(work.requestId(), payload);
            case Outcome.TimedOut late -> ErrorPayload.timedOut(work.requestId(), work.function().timeout());
            case Outcome.NeverReady late -> ErrorPayload.timedOut(work.requestId(), limits.init());
            case Outcome.Exited(String how) -> ErrorPayload.exited(work.requestId(), how);
            case Outcome.NotTaken other -> throw new IllegalStateException("somebody else must serve " + work.requestId());
        };
    }

    private static Failed reported(String requestId, byte[] payload) {
        try {
            var error = JSON.readTree(payload);
            return new Failed(requestId, error.path("errorType").asText("Unknown"), error.path("errorMessage").asText(), payload);
        } catch (IOException e) {
            return ErrorPayload.failed(requestId, "Runtime.Unknown", "the runtime reported an error that is no JSON");
        }
    }

    /** Stops environments that nobody has needed for a while; to be called now and then. */
    public void stopIdle() {
        environments.stopIdle(limits.idle());
    }

    /** How many environments exist, busy or idle. */
    public int environments() {
        return environments.count();
    }

    /** Kills the process of that environment, if it lives; returns when it has ended. @param environmentId see {@link Credentials} */
    public void kill(String environmentId) {
        environments.find(environmentId).ifPresent(environment -> {
            environment.kill();
            try {
                environment.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Kills every process and removes their code. */
    @Override
    public void close() {
        environments.close();
        api.close();
        code.remove();
    }
}
