package commerce.ordering;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Queue, refund.succeeded.v1: adds to what went back to the customer, once per refund, late money included.
 *
 * <p>One read and one conditional write, with order.refunded.v1. An order that does not exist fails the message.
 */
@Singleton
@Named("record-refund")
public class RecordRefund extends EventConsumer {

    private final Orders orders;

    public RecordRefund(Orders orders) {
        this.orders = orders;
    }

    record Refund(String orderId, String refundId, Money amount, boolean late) {}

    @Override
    protected void consume(Event event) {
        var refund = event.data(Refund.class);
        orders.decide(event.tenant(), refund.orderId(), (order, now) -> order.refund(refund.refundId(), refund.amount(), refund.late(), now));
    }
}
