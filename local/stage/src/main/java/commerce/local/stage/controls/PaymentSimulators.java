package commerce.local.stage.controls;

import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The simulated providers, as far as the control that plays the buyer and the buyer's bank needs them. */
public interface PaymentSimulators {

    /** What the buyer or the bank does. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The buyer has done their part, as with a bank debit; the money or the refusal comes later. */
        PROCESSING,
        /** The bank takes the money back. */
        DISPUTED,
        /** The merchant keeps the money after all. */
        DISPUTE_WON,
        DISPUTE_LOST,
        /** From now on refunds of this payment are accepted and then fail. */
        REFUNDS_FAIL,
        /** The newest refund, which had succeeded, comes back from the buyer's bank. */
        REFUND_RETURNED,
        /** The provider's bills do not have the payment. */
        BILL_OMITS,
        /** They have it twice. */
        BILL_DOUBLES,
        /** They have it with one minor unit more. */
        BILL_MISCOUNTS,
        /** They have it on the next day. */
        BILL_DELAYS,
        /** They have it as paid now, although nobody has paid it. */
        BILL_INVENTS
    }

    /** What came of it. */
    sealed interface Played {

        /** @param delivered completes with the number of deliveries when each was taken */
        record Delivering(CompletableFuture<Integer> delivered) implements Played {}

        /** No provider knows the payment. */
        record Unknown() implements Played {}

        /** The payment is there, but this cannot happen to it. */
        record NotPossible(String why) implements Played {}
    }

    /**
     * Makes the provider that holds this payment play it, whatever its state there, and deliver the signed webhook.
     *
     * @param deliveries how many times the one webhook is delivered; 0 if it gets lost
     * @param amount what the webhook says was paid or taken back; the whole payment unless given
     */
    Played play(String paymentId, Outcome outcome, int deliveries, Optional<Money> amount);

    /**
     * What the provider's books say of a payment.
     *
     * @param status {@code OPEN}, {@code PAID}, {@code REFUSED}, {@code PROCESSING} or {@code CLOSED}
     * @param received all money that came in for it
     * @param givenBack all money that went out again and stayed out
     */
    record Account(String provider, String status, Money asked, Money received, Money givenBack, List<Repaid> refunds) {

        /** A refund: {@code PENDING}, {@code SUCCEEDED} or {@code FAILED}. */
        public record Repaid(String providerReference, String status, Money amount) {}
    }

    /** Empty if no provider knows the payment. */
    Optional<Account> account(String paymentId);
}
