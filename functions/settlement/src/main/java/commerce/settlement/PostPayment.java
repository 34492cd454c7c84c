package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.settlement.domain.Transfers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Books what happened to money at the provider.
 *
 * <p>In: {@code payment.captured.v1}, {@code payment.received_late.v1}, {@code refund.succeeded.v1}. Out: one journal entry each, named by its
 * cause, so that a repeated event posts nothing. A type it does not know is a fault of the rule that sent it: the message comes back and
 * ends in the dead-letter queue.
 */
@Singleton
@Named("post-payment")
public class PostPayment extends EventConsumer {

    private final Ledger ledger;

    public PostPayment(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What the three events have in common. */
    record Movement(String orderId, String provider, Money amount, String refundId, boolean late) {}

    @Override
    protected void consume(Event event) {
        var tenant = event.tenant();
        var movement = event.data(Movement.class);
        var orderId = movement.orderId();
        switch (event.type()) {
            case "payment.captured.v1" -> ledger.post(tenant, orderId, "capture", Transfers.capture(movement.amount(), movement.provider()));
            case "payment.received_late.v1" -> ledger.post(tenant, orderId, "late/" + movement.refundId(), Transfers.lateMoney(movement.amount(), movement.provider()));
            case "refund.succeeded.v1" -> {
                var cause = "refund/" + movement.refundId();
                if (movement.late()) {
                    ledger.post(tenant, orderId, cause, Transfers.lateMoneyReturned(movement.amount(), movement.provider()));
                } else {
                    ledger.advance(tenant, orderId, cause, movement.amount(), settlement -> settlement.refund(movement.amount(), movement.provider()));
                }
            }
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " posts");
        }
    }
}
