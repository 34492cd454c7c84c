package commerce.local.simulators;

import java.util.concurrent.CompletableFuture;

/** What came of playing the buyer or the buyer's bank; see {@link ProviderServer#settle}. */
public sealed interface Settlement {

    /**
     * The provider's books are changed and its webhook is on its way.
     *
     * @param eventId the event the webhook carries, the same on every delivery
     * @param delivered completes with the number of deliveries once each was taken
     */
    record Settled(String eventId, CompletableFuture<Integer> delivered) implements Settlement {}

    /** This provider has never been asked for such a payment. */
    record UnknownPayment(String paymentId) implements Settlement {}

    /** The payment is here, but this cannot happen to it. */
    record NotPossible(String why) implements Settlement {}
}
