package commerce.local.stage.controls;

import commerce.kernel.Money;
import commerce.local.simulators.Deliveries;
import commerce.local.simulators.SimulatorServer;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.Stage;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import commerce.local.stage.edge.HttpServerSettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Hangs the payment provider {@code simulator} on the stage: on the stage's clock, with the secret of the template, and with every
 * webhook and refund passing through the scheduler, so that the stage is not quiet while one is on its way.
 */
@Singleton
public class SimulatorPart implements StagePart, PaymentSimulators {

    private static final String BASE_URL = "SimulatorBaseUrl";
    private static final String SECRET = "SIMULATOR_SECRET_ARN";
    private static final String SECRET_READER = "payment-webhook";

    private volatile SimulatorServer server;

    public SimulatorPart() {
        HttpServerSettings.apply();
    }

    @Override
    public void open(StageOptions options, StageSetup setup) throws IOException {
        server = SimulatorServer.open();
        setup.parameter(BASE_URL, server.baseUrl().toString());
    }

    /** A template without the webhook's function, as in tests of other parts, leaves the provider switched off. */
    @Override
    public void start(Stage stage) {
        Optional.ofNullable(stage.model().functions().get(SECRET_READER))
                .map(function -> function.environment().get(SECRET))
                .ifPresent(arn -> server.serve(stage.secret(arn), () -> URI.create("http://127.0.0.1:" + stage.port()), stage.clock(),
                        new OnScheduler(stage.scheduler())));
    }

    @Override
    public void reset() {
        server.reset();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Optional<CompletableFuture<Integer>> settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        return new ServedSimulator(() -> server).settle(paymentId, outcome, deliveries, amount);
    }

    /** The provider's own work as work of the stage. */
    private record OnScheduler(Scheduler scheduler) implements Deliveries {

        @Override
        public void run(String label, Runnable work) {
            scheduler.run(Kind.SIMULATOR, label, work);
        }

        @Override
        public void after(Duration delay, String label, Runnable work) {
            var onItsWay = scheduler.hold(Kind.SIMULATOR, label);
            scheduler.afterWall(delay, Kind.SIMULATOR, label, () -> {
                try (onItsWay) {
                    work.run();
                }
            });
        }

        @Override
        public void eventually(Duration delay, String label, Runnable work) {
            scheduler.afterWall(delay, Kind.SIMULATOR, label, work);
        }

        @Override
        public void close() {
            // The scheduler is the stage's.
        }
    }
}
