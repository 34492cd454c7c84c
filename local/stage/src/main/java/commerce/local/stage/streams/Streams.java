package commerce.local.stage.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.stage.FunctionHost;
import commerce.local.stage.InvocationResult;
import commerce.local.stage.InvocationResult.Failed;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All stream mappings of the template. */
public final class Streams {

    /** A write is seen at once; while writes go on, a look takes what has gathered in this time. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final StageModel model;
    private final JsonClient streams;
    private final Tables tables;
    private final FunctionHost functions;
    private final Scheduler scheduler;
    private final VirtualClock clock;
    private final BiConsumer<String, String> send;
    private final Consumer<Integer> handedOver;
    private final Map<String, Poller> pollers = new ConcurrentHashMap<>();

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
        var runners = mappings.stream().map(mapping -> new MappingRunner(
                mapping, scheduler, new BatchProcessor(mapping, functions, scheduler, (batch, result, attempts, condition) ->
                        giveUp(table, mapping, batch, result, attempts, condition)), handedOver)).toList();
        var engineArn = tables.stream(table.name()).orElseThrow(() -> new IllegalStateException("the table " + table.name() + " has no stream"));
        var reader = new StreamReader(streams, engineArn, model.region(), table.streamArn().orElse(engineArn), table.hashKey(),
                records -> runners.forEach(runner -> runner.accept(records)));
        return new Poller(scheduler, Kind.STREAM, "stream of " + table.name(), PAUSE, reader::read);
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
    }

    private void giveUp(StageModel.Table table, StreamMapping mapping, List<StreamRecord> batch, InvocationResult result, int attempts, String condition) {
        mapping.onFailure().ifPresent(queue -> {
            var message = JsonNodeFactory.instance.objectNode().put("version", "1.0").put("timestamp", clock.instant().toString());
            message.putObject("requestContext")
                    .put("requestId", result.requestId())
                    .put("functionArn", model.functions().get(mapping.operation()).arn())
                    .put("condition", condition)
                    .put("approximateInvokeCount", attempts);
            var response = message.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
            if (result instanceof Failed) {
                response.put("functionError", "Unhandled");
            }
            message.putObject("DDBStreamBatchInfo")
                    .put("shardId", batch.getFirst().shard())
                    .put("startSequenceNumber", batch.getFirst().sequenceNumber())
                    .put("endSequenceNumber", batch.getLast().sequenceNumber())
                    .put("batchSize", batch.size())
                    .put("streamArn", table.streamArn().orElse(""));
            send.accept(queue, message.toString());
        });
    }
}
