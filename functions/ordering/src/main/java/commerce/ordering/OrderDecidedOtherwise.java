package commerce.ordering;

import commerce.kernel.NamedFailure;
import commerce.ordering.domain.OrderStatus;

/**
 * A workflow wants to end an order in a way its status forbids: it has ended otherwise already, or awaits a payment and cannot be
 * rejected. Never happens while workflow and payment row agree, so it is counted as {@code OrderTransitionsRefused} and looked at.
 */
public class OrderDecidedOtherwise extends NamedFailure {

    public OrderDecidedOtherwise(String orderId, OrderStatus status, OrderStatus wanted) {
        super("order " + orderId + " is " + status + " and cannot become " + wanted);
    }
}
