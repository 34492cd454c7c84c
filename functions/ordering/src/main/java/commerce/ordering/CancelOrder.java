package commerce.ordering;

import commerce.kernel.TaskOperation;
import commerce.ordering.domain.CancellationReason;
import commerce.ordering.domain.OrderStatus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Workflow task, the end of a checkout whose payment was closed; all is compensated by now.
 *
 * <p>Input {tenant, orderId, reason: {@link CancellationReason}}; output {status: "CANCELLED"}, also if it was cancelled before, for
 * whatever reason. Errors: {@link OrderUnknown}; {@link OrderDecidedOtherwise}. Reads the order and makes one conditional write: status,
 * closed payment, history and order.cancelled.v1 together.
 */
@Singleton
@Named("cancel-order")
public class CancelOrder extends TaskOperation<CancelOrder.Input, OrderEnding.Ended> {

    private final OrderEnding ending;

    public CancelOrder(OrderEnding ending) {
        super(Input.class);
        this.ending = ending;
    }

    /** @param reason why the payment was closed */
    public record Input(String tenant, String orderId, CancellationReason reason) {}

    @Override
    protected OrderEnding.Ended handle(Input input) {
        return ending.end(input.tenant(), input.orderId(), OrderStatus.CANCELLED, "OrdersCancelled", input.reason().name(),
                (order, now) -> order.cancel(input.reason(), now));
    }
}
