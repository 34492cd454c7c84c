package commerce.local.stage.streams;

import commerce.local.stage.FunctionHost;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.StageModel.StreamMapping;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.aws.JsonClient;
import commerce.local.stage.clock.Poller;
import commerce.local.stage.tables.Tables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All stream mappings of the template. */
public final class Streams {

    /** A write is seen at once; while writes go on, a look takes what has gathered in this time. */
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** While many writes go on, four looks a second, as Lambda's pollers do: each costs the engine, which works on one core. */
    private static final Duration BUSY_PAUSE = Duration.ofMillis(250);

    private final StageModel model;
    private final JsonClient streams;
    private final Tables tables;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final VirtualClock clock;
    private final BiConsumer<String, String> send;
    private final Consumer<Integer> handedOver;
    private final Map<String, Poller> pollers = new ConcurrentHashMap<>();
    private final List<MappingRunner> runners = new CopyOnWriteArrayList<>();

    /** @param send puts a text on the queue with that ARN. @param handedOver hears how many records a function is given */
    public Streams(StageModel model, JsonClient streams, Tables tables, FunctionHost functions, Scheduler scheduler, VirtualClock clock,
            BiConsumer<String, String> send, Consumer<Integer> handedOver) {
        this.model = model;
        this.streams = streams;
        this.tables = tables;
        this.functions = functions;
        this.scheduler = scheduler;
        this.clock = clock;
        this.send = send;
        this.handedOver = handedOver;
    }

    /** Begins to read the streams of the tables as they are now. */
    public void start() {
        for (var table : model.tables().values()) {
            var mappings = model.streamMappings().stream().filter(mapping -> mapping.table().equals(table.name())).toList();
            if (!mappings.isEmpty()) {
                pollers.put(table.name(), poller(table, mappings));
            }
        }
    }

    private Poller poller(StageModel.Table table, List<StreamMapping> mappings) {
        var engineArn = tables.stream(table.name()).orElseThrow(() -> new IllegalStateException("the table " + table.name() + " has no stream"));
        var arn = table.streamArn().orElse(engineArn);
        var own = mappings.stream().map(mapping -> new MappingRunner(mapping, scheduler,
                new BatchProcessor(mapping, functions, scheduler, System::nanoTime, (batch, last, attempts, condition) ->
                        mapping.onFailure().ifPresent(queue -> send.accept(queue, DiscardedBatch.message(
                                batch, last, attempts, condition, model.functions().get(mapping.operation()).arn(), arn, clock.instant())))),
                handedOver)).toList();
        runners.addAll(own);
        var reader = new StreamReader(streams, engineArn, model.region(), arn, table.hashKey(), records -> own.forEach(runner -> runner.accept(records)));
        return new Poller(scheduler, Kind.STREAM, "stream of " + table.name(), () -> reader.isBusy() ? BUSY_PAUSE : PAUSE, reader::read);
    }

    /** Something was written to a table. */
    public void written(String table) {
        var poller = pollers.get(table);
        if (poller != null) {
            poller.wake();
        }
    }

    /** Somebody else may have written, past this stage. */
    public void wakeAll() {
        pollers.values().forEach(Poller::wake);
    }

    /** Reads no further. */
    public void stop() {
        pollers.values().forEach(Poller::stop);
        pollers.clear();
        runners.forEach(MappingRunner::stop);
        runners.clear();
    }
}
