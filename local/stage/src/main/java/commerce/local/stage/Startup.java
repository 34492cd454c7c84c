package commerce.local.stage;

import commerce.local.dynamodb.DynamoDbLocal;
import commerce.local.stage.queues.QueueServer;
import commerce.local.stage.template.TemplateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The slow beginnings, side by side: the DynamoDB engine, the queue server, the parts' sockets and the templates.
 *
 * @param port the front door's
 */
record Startup(URI dynamoDb, QueueServer queueServer, StageModel model, int port) {

    /**
     * @param owned gets everything that is started
     * @param progress hears one line for each thing that is ready
     * @throws java.net.BindException wrapped in {@link UncheckedIOException}, if the front door's port is taken
     */
    static Startup run(StageOptions options, List<StagePart> parts, Owned owned, Consumer<String> progress) {
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("stage-start-", 0).factory())) {
            var setup = new Setup();
            // The sockets first: a taken port is known before anything else is started.
            parts.forEach(part -> open(part, options, setup, owned));
            var dynamoDb = CompletableFuture.supplyAsync(() -> dynamoDb(options, owned, progress), threads);
            var queueServer = CompletableFuture.supplyAsync(() -> queueServer(owned, progress), threads);
            var model = TemplateReader.read(options.assembly(), Map.copyOf(setup.parameters), Map.copyOf(setup.secrets));
            progress.accept(summary(model));
            return new Startup(await(dynamoDb::join), await(queueServer::join), model, setup.port.get());
        }
    }

    private static final class Setup implements StagePart.StageSetup {
        private final Map<String, String> parameters = new ConcurrentHashMap<>();
        private final Map<String, String> secrets = new ConcurrentHashMap<>();
        private final AtomicInteger port = new AtomicInteger();

        @Override
        public void parameter(String name, String value) {
            parameters.put(name, value);
        }

        @Override
        public void secret(String logicalId, String value) {
            secrets.put(logicalId, value);
        }

        @Override
        public void frontDoorPort(int number) {
            port.set(number);
            // Where providers reach the webhooks.
            parameters.put("PublicUrl", "http://127.0.0.1:" + number);
        }
    }

    private static void open(StagePart part, StageOptions options, Setup setup, Owned owned) {
        try {
            owned.add(part);
            part.open(options, setup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI dynamoDb(StageOptions options, Owned owned, Consumer<String> progress) {
        var endpoint = options.dynamoDbEndpoint().orElseGet(() -> owned.add(DynamoDbLocal.start()).endpoint());
        progress.accept("DynamoDB at " + endpoint);
        return endpoint;
    }

    private static QueueServer queueServer(Owned owned, Consumer<String> progress) {
        var server = owned.add(QueueServer.start(TemplateReader.REGION, TemplateReader.ACCOUNT));
        progress.accept("queues (ElasticMQ) at " + server.endpoint());
        return server;
    }

    private static <T> T await(Supplier<T> future) {
        try {
            return future.get();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static String summary(StageModel model) {
        return "templates: %d functions, %d routes, %d tables, %d queues, %d rules, %d schedules, %d state machines".formatted(
                model.functions().size(), model.routes().size(), model.tables().size(), model.queues().size(), model.rules().size(), model.schedules().size(),
                model.stateMachines().size());
    }
}
