package commerce.ordering;

import commerce.kernel.TaskOperation;
import commerce.ordering.domain.OrderStatus;
import commerce.ordering.domain.RejectionReason;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Workflow task, the end of a checkout that could not have the goods or the coupon; all is compensated by now.
 *
 * <p>Input {tenant, orderId, reason: {@link RejectionReason}}; output {status: "REJECTED"}, also if it was rejected before. Errors:
 * {@link OrderUnknown}; {@link OrderDecidedOtherwise}. Reads the order and makes one conditional write, with order.rejected.v1.
 */
@Singleton
@Named("reject-order")
public class RejectOrder extends TaskOperation<RejectOrder.Input, OrderEnding.Ended> {

    private final OrderEnding ending;

    public RejectOrder(OrderEnding ending) {
        super(Input.class);
        this.ending = ending;
    }

    /** @param reason what checkout found */
    public record Input(String tenant, String orderId, RejectionReason reason) {}

    @Override
    protected OrderEnding.Ended handle(Input input) {
        return ending.end(input.tenant(), input.orderId(), OrderStatus.REJECTED, "OrdersRejected", input.reason().name(),
                (order, now) -> order.reject(input.reason(), now));
    }
}
