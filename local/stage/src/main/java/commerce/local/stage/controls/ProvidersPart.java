package commerce.local.stage.controls;

import commerce.kernel.Money;
import commerce.local.simulators.Deliveries;
import commerce.local.simulators.Desk;
import commerce.local.simulators.Protocol;
import commerce.local.simulators.ProviderServer;
import commerce.local.simulators.SimulatorServer;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.Stage;
import commerce.local.stage.StageOptions;
import commerce.local.stage.StagePart;
import commerce.local.stage.edge.HttpServerSettings;
import commerce.local.stage.secrets.DevelopmentKeys;
import commerce.local.stage.secrets.DevelopmentSecrets;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hangs the payment providers on the stage: on the stage's clock, and with every webhook and refund passing through the scheduler, so that
 * the stage is not quiet while one is on its way. The provider {@code simulator} shares the template's secret; the others have the accounts
 * of {@link DevelopmentSecrets}, which the template's secrets are filled with.
 */
@Singleton
public class ProvidersPart implements StagePart, PaymentSimulators {

    private static final String SIMULATOR_SECRET = "SIMULATOR_SECRET_ARN";
    private static final String SECRET_READER = "payment-webhook";

    private final Map<String, ProviderServer> others = new LinkedHashMap<>();
    private final List<ProviderServer> serving = new ArrayList<>();
    private volatile SimulatorServer simulator;
    private volatile DevelopmentSecrets secrets;

    public ProvidersPart() {
        HttpServerSettings.apply();
    }

    /** The accounts, for whoever wants to play a provider; null before the stage is open. */
    DevelopmentSecrets secrets() {
        return secrets;
    }

    @Override
    public void open(StageOptions options, StageSetup setup) throws IOException {
        secrets = new DevelopmentSecrets(DevelopmentKeys.in(options.workFolder()));
        simulator = SimulatorServer.open();
        setup.parameter("SimulatorBaseUrl", simulator.baseUrl().toString());
        for (var provider : Accounts.PROVIDERS) {
            var server = ProviderServer.open(provider);
            others.put(provider, server);
            var inTemplate = Character.toUpperCase(provider.charAt(0)) + provider.substring(1);
            setup.parameter(inTemplate + "BaseUrl", server.baseUrl().toString());
            setup.secret(inTemplate + "Secret", secrets.merchantsSecret(provider).toString());
        }
    }

    @Override
    public void start(Stage stage) {
        Supplier<URI> frontDoor = () -> URI.create("http://127.0.0.1:" + stage.port());
        var deliveries = new OnScheduler(stage);
        // A template without the webhook's function, as in tests of other parts, leaves the provider switched off.
        Optional.ofNullable(stage.model().functions().get(SECRET_READER))
                .map(function -> function.environment().get(SIMULATOR_SECRET))
                .ifPresent(arn -> {
                    simulator.serve(stage.secret(arn), frontDoor, stage.clock(), deliveries);
                    serving.add(simulator.server());
                });
        others.forEach((provider, server) -> {
            Function<Desk, Protocol> protocol = desk -> Accounts.protocol(provider, desk, secrets);
            server.serve(protocol, frontDoor, stage.clock(), deliveries);
            serving.add(server);
        });
    }

    @Override
    public void reset() {
        serving.forEach(ProviderServer::reset);
    }

    @Override
    public void close() {
        if (simulator != null) {
            simulator.close();
        }
        others.values().forEach(ProviderServer::close);
    }

    @Override
    public Played play(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        return new ServedProviders(() -> serving).play(paymentId, outcome, deliveries, amount);
    }

    @Override
    public Optional<Account> account(String paymentId) {
        return new ServedProviders(() -> serving).account(paymentId);
    }

    /** The providers' own work as work of the stage. */
    private record OnScheduler(Stage stage) implements Deliveries {

        private Scheduler scheduler() {
            return stage.scheduler();
        }

        @Override
        public void run(String label, Runnable work) {
            scheduler().run(Kind.SIMULATOR, label, work);
        }

        @Override
        public void after(Duration delay, String label, Runnable work) {
            var onItsWay = scheduler().hold(Kind.SIMULATOR, label);
            scheduler().afterWall(delay, Kind.SIMULATOR, label, () -> {
                try (onItsWay) {
                    work.run();
                }
            });
        }

        @Override
        public void eventually(Duration delay, String label, Runnable work) {
            scheduler().afterWall(delay, Kind.SIMULATOR, label, work);
        }

        @Override
        public void onClock(Duration delay, String label, Runnable work) {
            scheduler().at(stage.clock().instant().plus(delay), Kind.SIMULATOR, label, work);
        }

        @Override
        public void close() {
            // The scheduler is the stage's.
        }
    }
}
