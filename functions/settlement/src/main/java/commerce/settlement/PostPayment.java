package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.OrderSettlement;
import commerce.settlement.domain.ProviderMovement;
import commerce.settlement.domain.ProviderMovements;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Books what happened to money at the provider.
 *
 * <p>In: {@code payment.captured.v1}, {@code payment.received_late.v1}, {@code refund.succeeded.v1}, {@code payment.disputed.v1},
 * {@code payment.dispute_closed.v1}. Out: one journal entry each, named by its cause, so that a repeated event posts nothing, with what moved
 * at the provider; what went back of a settled order also takes back what its payees were owed, line by line for the clearing. A type it does not know is a fault of the rule that sent it: the message comes back and ends in the dead-letter queue.
 */
@Singleton
@Named("post-payment")
public class PostPayment extends EventConsumer {

    private final Ledger ledger;

    public PostPayment(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What the events have in common.
     *
     * @param providerReference the provider's own name for the movement, if it told one
     * @param movedAt when the provider says it moved, if it told
     */
    record Movement(String orderId, String paymentId, String provider, Money amount, String refundId, boolean late, String disputeId, boolean won,
            Optional<String> providerReference, Optional<Instant> movedAt) {

        private ProviderMovement at(Event event) {
            var moment = movedAt.orElse(event.time());
            return new ProviderMovement(provider, paymentId, providerReference, Optional.ofNullable(refundId), moment, BusinessDays.of(moment));
        }

        private Cause cause(String name, Event event) {
            return Cause.ofOrder(orderId, name, amount, provider).moving(at(event));
        }
    }

    @Override
    protected void consume(Event event) {
        var tenant = event.tenant();
        var movement = event.data(Movement.class);
        var amount = movement.amount();
        var provider = movement.provider();
        switch (event.type()) {
            case "payment.captured.v1" -> ledger.post(tenant, movement.cause("capture", event), ProviderMovements.capture(amount, provider));
            case "payment.received_late.v1" -> ledger.post(tenant, movement.cause("late/" + movement.refundId(), event), ProviderMovements.lateMoney(amount, provider));
            case "refund.succeeded.v1" -> {
                var cause = movement.cause("refund/" + movement.refundId(), event);
                if (movement.late()) {
                    ledger.post(tenant, cause, ProviderMovements.lateMoneyReturned(amount, provider));
                } else {
                    ledger.advance(tenant, cause, event.time(), amount, settlement -> settlement.refund(amount, provider));
                }
            }
            case "payment.disputed.v1" -> ledger.post(tenant, movement.cause("dispute/" + movement.disputeId(), event), ProviderMovements.disputed(amount, provider));
            case "payment.dispute_closed.v1" -> {
                if (movement.won()) {
                    ledger.post(tenant, movement.cause("dispute_closed/" + movement.disputeId(), event), ProviderMovements.disputeWon(amount, provider));
                } else {
                    var cause = Cause.ofOrder(movement.orderId(), "dispute_closed/" + movement.disputeId(), amount, provider, false);
                    ledger.advance(tenant, cause, event.time(), amount, settlement -> lost(settlement.refund(amount, provider), provider));
                }
            }
            default -> throw new IllegalArgumentException("no rule for what " + event.type() + " posts");
        }
    }

    /** Nothing moves at the provider any more: the money left it when the dispute began. */
    private static OrderSettlement.Step lost(OrderSettlement.Step refund, String provider) {
        return new OrderSettlement.Step(refund.next(), ProviderMovements.disputeLost(refund.postings(), provider), refund.changes());
    }
}
