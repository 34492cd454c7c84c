package commerce.payment;

import commerce.kernel.TaskOperation;
import commerce.payment.PaymentTable.Write;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * Tells the shop what a buyer is offered whose payment was refused: a coupon of theirs alone.
 *
 * <p>Trigger: the payment-recovery workflow's Task. In: {@link Input}. Out: {@link Output}; the same however often it is asked. The order
 * itself keeps its price and stays payable until its window ends; the coupon is for an order placed with it.
 *
 * <p>Writes: the offer in the payment row with {@code payment.recovery_offered.v1}, once per order; nothing if the money was decided meanwhile.
 */
@Singleton
@Named("offer-recovery")
public class OfferRecovery extends TaskOperation<OfferRecovery.Input, OfferRecovery.Output> {

    private final PaymentTable table;
    private final Clock clock;

    public OfferRecovery(PaymentTable table, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clock = clock;
    }

    /**
     * @param tenant whose order
     * @param orderId which order
     * @param customer to whom
     * @param couponCode what they are offered
     * @param validUntil how long; null if it does not end
     */
    public record Input(String tenant, String orderId, String customer, String couponCode, String validUntil) {}

    /** What became of it. */
    public enum Status {
        /** The buyer is offered it, by this call or an earlier one. */
        OFFERED,
        /** The order was paid or closed meanwhile. */
        TOO_LATE
    }

    /** @param status what became of it */
    public record Output(Status status) {}

    @Override
    protected Output handle(Input input) {
        var offered = PaymentEvents.recoveryOffered(input.tenant(), input.orderId(), input.customer(), input.couponCode(), Optional.ofNullable(input.validUntil()), clock.instant());
        return new Output(switch (table.offerIfOpen(input.tenant(), input.orderId(), input.couponCode(), offered)) {
            case Write.Done done -> Status.OFFERED;
            case Write.Refused(var was) -> was.flatMap(row -> row.offer()).isPresent() ? Status.OFFERED : Status.TOO_LATE;
        });
    }
}
