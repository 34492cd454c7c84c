package commerce.local.stage;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import commerce.local.asl.StepFunctions;
import commerce.local.sandbox.LambdaRuntime;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.async.AsyncInvocations;
import commerce.local.stage.aws.AwsApi;
import commerce.local.stage.aws.AwsEndpoint;
import commerce.local.stage.aws.AwsPort;
import commerce.local.stage.aws.AwsService;
import commerce.local.stage.aws.Forwarder;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.aws.Loopback;
import commerce.local.stage.bus.BusListener;
import commerce.local.stage.bus.EventBridgeApi;
import commerce.local.stage.bus.EventBuses;
import commerce.local.stage.bus.Targets;
import commerce.local.stage.clock.LiveScheduler;
import commerce.local.stage.host.ArmedFaults;
import commerce.local.stage.host.Counters;
import commerce.local.stage.host.FunctionLog;
import commerce.local.stage.host.FunctionLogging;
import commerce.local.stage.host.FunctionNames;
import commerce.local.stage.host.InProcessHost;
import commerce.local.stage.host.LambdaApi;
import commerce.local.stage.host.isolated.IsolatedCalls;
import commerce.local.stage.host.isolated.IsolatedHost;
import commerce.local.stage.host.isolated.Limits;
import commerce.local.stage.queues.QueueConsumers;
import commerce.local.stage.queues.Queues;
import commerce.local.stage.queues.SqsApi;
import commerce.local.stage.s3.Buckets;
import commerce.local.stage.s3.S3Api;
import commerce.local.stage.schedules.Schedules;
import commerce.local.stage.secrets.ParameterStoreApi;
import commerce.local.stage.secrets.SecretStore;
import commerce.local.stage.secrets.SecretsManagerApi;
import commerce.local.stage.states.FunctionTasks;
import commerce.local.stage.states.StepFunctionsApi;
import commerce.local.stage.states.Workflows;
import commerce.local.stage.streams.Streams;
import commerce.local.stage.tables.DynamoDbApi;
import commerce.local.stage.tables.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The stage. Everything is wired here, and only here. */
public final class LocalStage implements Stage {

    private static final Logger LOG = Logger.getLogger(LocalStage.class);
    /** More at once only queue up inside the engine, which works on one core. */
    private static final int ENGINE_CONNECTIONS = 32;
    /** A window saves invocations where they cost money; here it costs whoever waits. It still lets batches fill under load. */
    private static final Duration LONGEST_WINDOW = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(5);
    private static final Duration STOP_IDLE = Duration.ofSeconds(30);
    private static final Duration FLUSH_LOG = Duration.ofMillis(500);

    private final Owned owned;
    private final List<StagePart> parts;
    private final StageModel model;
    private final int port;
    private final VirtualClock clock = new VirtualClock();
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final ArmedFaults faults = new ArmedFaults();
    private final Counters counters = new Counters();
    private final SecretStore secrets;
    private final FunctionLog log;
    private final Tables tables;
    private final Queues queues;
    private final Buckets buckets;
    private final FunctionHost functions;
    private final StepFunctions stepFunctions;
    private final QueueConsumers consumers;
    private final Streams streams;
    private final Schedules schedules;
    private final AwsEndpoint awsEndpoint;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts everything and returns when the stage serves.
     *
     * @param handlers by operation name; isolated functions bring their own
     * @param parts the front door and whatever else hangs on the stage
     * @param progress hears, in a few words, what is ready
     * @throws UncheckedIOException with a {@link java.net.BindException}, if the port is taken
     * @throws commerce.local.stage.template.UnsupportedTemplate if the templates hold something unknown
     * @throws IllegalArgumentException if the templates do not fit together or a function has no handler
     */
    public static LocalStage start(StageOptions options, Map<String, RequestStreamHandler> handlers, List<StagePart> parts, Consumer<String> progress) {
        FunctionLogging.install();
        var owned = new Owned();
        try {
            var startup = Startup.run(options, parts, owned, progress);
            var stage = new LocalStage(options, startup, handlers, parts, owned);
            stage.begin();
            return stage;
        } catch (RuntimeException | Error failure) {
            owned.close();
            throw failure;
        }
    }

    private LocalStage(StageOptions options, Startup startup, Map<String, RequestStreamHandler> handlers, List<StagePart> parts, Owned owned) {
        this.owned = owned;
        this.parts = List.copyOf(parts);
        this.model = startup.model();
        this.port = startup.port();
        this.secrets = new SecretStore(model.secrets().values());
        this.log = owned.add(new FunctionLog(options.workFolder().resolve(String.valueOf(port)).resolve("functions.log")));
        owned.add(scheduler);

        // Each service may need the others: functions call services, services call functions. The dispatcher ties the knot.
        var services = new ArrayList<AwsService>();
        var names = new FunctionNames(model);
        var engine = owned.add(new Loopback(startup.dynamoDb(), ENGINE_CONNECTIONS));
        var queueServer = owned.add(new Loopback(startup.queueServer().endpoint(), ENGINE_CONNECTIONS));
        var aws = new AwsApi(services, scheduler, faults);
        this.awsEndpoint = owned.add(endpoint(new IsolatedCalls(aws, counters, this::kill)));
        this.functions = options.isolated().isPresent()
                ? isolated(options.isolated().get(), log.file().resolveSibling("isolated"))
                : new InProcessHost(model.functions(), handlers, scheduler, faults, counters, log, clock, aws);
        this.tables = new Tables(new JsonClient(engine, "DynamoDB_20120810"), model.tables().values());
        this.queues = new Queues(new JsonClient(queueServer, "AmazonSQS"), startup.queueServer().messages(), startup.queueServer().endpoint(), model.account(), model.queues());
        this.buckets = owned.add(new Buckets(model.buckets()));
        this.consumers = new QueueConsumers(model, queues, functions, scheduler, LONGEST_WINDOW, counters::delivered);
        this.streams = new Streams(model, new JsonClient(engine, "DynamoDBStreams_20120810"), tables, functions, scheduler, clock,
                (queue, message) -> queues.send(Queues.nameOf(queue), List.of(message)), counters::streamed);
        var async = new AsyncInvocations(model, functions, queues, scheduler, clock);
        var targets = new Targets(async, queues, names, scheduler, clock);
        var buses = new EventBuses(model, scheduler, clock, targets);
        parts.stream().filter(BusListener.class::isInstance).map(BusListener.class::cast).forEach(buses::tell);
        this.schedules = new Schedules(model, scheduler, clock, targets);
        this.stepFunctions = Workflows.create(model, scheduler, clock, new FunctionTasks(functions, names), buses, new SecureRandom());
        counters.countTransitionsBy(stepFunctions::stateTransitions);

        services.add(new DynamoDbApi(new Forwarder(engine), counters::dynamoDbCalled, streams::written));
        services.add(new EventBridgeApi(buses, counters::eventsPut));
        services.add(new StepFunctionsApi(stepFunctions));
        services.add(new LambdaApi(model, names, functions, async, log));
        services.add(new SecretsManagerApi(secrets));
        services.add(new ParameterStoreApi(model.ssmParameters()));
        services.add(new S3Api(buckets));
        services.add(new SqsApi(new Forwarder(queueServer), queues, startup.queueServer().endpoint()));
    }

    private FunctionHost isolated(Path checkout, Path folder) {
        var site = new IsolatedHost.Site(module -> checkout.resolve("functions").resolve(module).resolve("target").resolve("function.zip"), folder,
                awsEndpoint.address(), model.region(), LambdaRuntime.built(), Limits.ofThisMachine());
        var host = owned.add(new IsolatedHost(site, model.functions(), scheduler, faults, counters, log, clock));
        repeat(STOP_IDLE, "stop idle functions", host::stopIdle);
        return host;
    }

    /** A fault was armed for the isolated function that made a call. */
    private void kill(String environmentId) {
        if (functions instanceof IsolatedHost host) {
            host.kill(environmentId);
        }
    }

    private static AwsEndpoint endpoint(AwsPort aws) {
        try {
            return new AwsEndpoint(aws);
        } catch (IOException e) {
            throw new UncheckedIOException("no endpoint for AWS clients", e);
        }
    }

    private void begin() {
        tables.createEmpty();
        queues.create();
        streams.start();
        schedules.start();
        repeat(FLUSH_LOG, "flush the function log", log::flush);
        repeat(LOOK_ANYWAY, "look for foreign writes", () -> {
            streams.wakeAll();
            consumers.wakeAll();
        });
        parts.forEach(part -> part.start(this));
    }

    private void repeat(Duration every, String label, Runnable work) {
        scheduler.afterWall(every, Kind.TIMER, label, () -> {
            if (!closed.get()) {
                work.run();
                repeat(every, label, work);
            }
        });
    }

    @Override
    public StageModel model() {
        return model;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public VirtualClock clock() {
        return clock;
    }

    @Override
    public FunctionHost functions() {
        return functions;
    }

    @Override
    public FaultInjector faults() {
        return faults;
    }

    @Override
    public StageMetrics metrics() {
        return counters;
    }

    @Override
    public StepFunctions stepFunctions() {
        return stepFunctions;
    }

    @Override
    public String secret(String nameOrArn) {
        return secrets.find(nameOrArn).orElseThrow(() -> new IllegalArgumentException("no secret " + nameOrArn)).value();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public URI awsEndpoint() {
        return awsEndpoint.address();
    }

    /** The file with everything functions have said so far. */
    public java.nio.file.Path functionLog() {
        log.flush();
        return log.file();
    }

    /** How many messages a queue holds, visible or not. */
    public int queueSize(String queue) {
        return queues.size(queue);
    }

    @Override
    public void advance(Duration by) throws InterruptedException {
        scheduler.advance(by, PATIENCE);
    }

    @Override
    public int redeliverNow() {
        return consumers.hurry();
    }

    @Override
    public void reset() throws InterruptedException {
        if (!scheduler.awaitQuiet(PATIENCE)) {
            throw new IllegalStateException("the stage did not get quiet; still in flight: " + scheduler.inFlight());
        }
        streams.stop();
        scheduler.cancelAppointments();
        faults.disarmAll();
        stepFunctions.reset();
        queues.purge();
        tables.createEmpty();
        buckets.empty();
        clock.reset();
        parts.forEach(StagePart::reset);
        counters.clear();
        streams.start();
        schedules.start();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        parts.forEach(Owned::stop);
        streams.stop();
        consumers.stop();
        try {
            if (!scheduler.awaitQuiet(LAST_WORDS)) {
                LOG.debugf("ended while in flight: %s", scheduler.inFlight());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        owned.close();
    }
}
