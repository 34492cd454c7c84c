package commerce.local.stage.controls;

import commerce.kernel.Money;
import commerce.local.simulators.Settlement;
import commerce.local.simulators.SimulatorServer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The provider {@code simulator} as the control that plays the buyer sees it.
 *
 * @param server asked at every call
 */
public record ServedSimulator(Supplier<SimulatorServer> server) implements PaymentSimulators {

    @Override
    public Optional<CompletableFuture<Integer>> settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount) {
        var wireOutcome = commerce.local.simulators.Outcome.valueOf(outcome.name());
        var wireAmount = amount.map(money -> new commerce.local.simulators.Money(money.minor(), money.currency().getCurrencyCode()));
        return switch (server.get().settle(paymentId, wireOutcome, deliveries, wireAmount)) {
            case Settlement.Settled settled -> Optional.of(settled.delivered());
            case Settlement.UnknownPayment unknown -> Optional.empty();
        };
    }
}
