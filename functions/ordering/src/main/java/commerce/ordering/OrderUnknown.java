package commerce.ordering;

import commerce.kernel.NamedFailure;

/** There is no such order in that shop. */
public class OrderUnknown extends NamedFailure {

    public OrderUnknown(String tenant, String orderId) {
        super("the shop " + tenant + " has no order " + orderId);
    }
}
