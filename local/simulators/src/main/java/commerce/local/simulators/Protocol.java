package commerce.local.simulators;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A provider's wire protocol: what it answers to the merchant, and how it tells what happened. */
public interface Protocol {

    /** Answers a call to the API. What it throws is answered 500. */
    Reply answer(Call call);

    /** The webhooks that tell a change, in order; empty if this provider does not tell it. */
    List<Notification> tell(Change change);

    /** How its webhooks are delivered. */
    DeliveryRules delivery();

    /** Whether a buyer's bank can take money back at this provider. */
    boolean knowsDisputes();

    /** Whether a buyer can pay in a way whose money takes its time. */
    default boolean knowsDelayedPayments() {
        return false;
    }

    /** Whether this provider tells that a refund which had succeeded came back. */
    default boolean tellsReturnedRefunds() {
        return false;
    }

    /** How many decimals an amount in this provider's minor units has; not every provider follows ISO 4217 everywhere. */
    default int decimals(String currency) {
        return Money.isoDecimals(currency);
    }

    /** The buyer has opened the page to pay on: has scanned the code. */
    default void visited(Payment payment) {}

    /** Where the buyer goes when the payment is done, if the merchant said so. */
    default Optional<URI> returnUrl(Payment payment) {
        return Optional.empty();
    }
}
