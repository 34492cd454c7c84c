package commerce.local.stage.controls;

import commerce.kernel.Money;
import commerce.local.simulators.SimulatorServer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The provider {@code simulator} alone as the control that plays the buyer sees it.
 *
 * @param server asked at every call
 */
public record ServedSimulator(Supplier<SimulatorServer> server) implements PaymentSimulators {

    @Override
    public Played play(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        return new ServedProviders(() -> List.of(server.get().server())).play(paymentId, outcome, deliveries, amount);
    }

    @Override
    public Optional<Account> account(String paymentId) {
        return new ServedProviders(() -> List.of(server.get().server())).account(paymentId);
    }
}
