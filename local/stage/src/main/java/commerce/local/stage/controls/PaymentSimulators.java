package commerce.local.stage.controls;

import commerce.kernel.Money;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The simulated providers, as far as the control that plays the buyer needs them. */
public interface PaymentSimulators {

    /** What the buyer's bank says. */
    enum Outcome {
        SUCCEEDED,
        FAILED
    }

    /**
     * Makes the provider that holds this payment settle it, whatever its state there, and deliver the signed webhook.
     *
     * @param deliveries how many times the one webhook is delivered, at least 1
     * @param amount what the webhook says was paid; the payment's own amount unless given
     * @return completes with the number of deliveries when each was answered with 2xx; empty if no provider knows the payment
     */
    Optional<CompletableFuture<Integer>> settle(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount);
}
