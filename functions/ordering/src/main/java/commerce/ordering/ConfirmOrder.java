package commerce.ordering;

import commerce.kernel.TaskOperation;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.Payment;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Workflow task, the last step of checkout: the stock is committed and the money captured (or there was nothing to pay).
 *
 * <p>Input {tenant, orderId, paymentId?, provider?}; output {status: "CONFIRMED"}, also if it was confirmed before. Errors:
 * {@link OrderUnknown}; {@link OrderDecidedOtherwise}. Reads the order and makes one conditional write: status, payment, history and
 * order.confirmed.v1 together.
 */
@Singleton
@Named("confirm-order")
public class ConfirmOrder extends TaskOperation<ConfirmOrder.Input, OrderEnding.Ended> {

    private final OrderEnding ending;

    public ConfirmOrder(OrderEnding ending) {
        super(Input.class);
        this.ending = ending;
    }

    /**
     * @param paymentId the attempt that was captured; none for a free order
     * @param provider who captured it
     */
    public record Input(String tenant, String orderId, Optional<String> paymentId, Optional<String> provider) {}

    @Override
    protected OrderEnding.Ended handle(Input input) {
        var captured = input.paymentId().map(paymentId -> Payment.captured(paymentId, input.provider().orElseThrow()));
        return ending.end(input.tenant(), input.orderId(), OrderStatus.CONFIRMED, "OrdersConfirmed", captured.isPresent() ? "PAID" : "FREE",
                (order, now) -> order.confirm(captured, now));
    }
}
