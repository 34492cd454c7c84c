package commerce.ordering;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Queue, order.placed.v1: starts the order's checkout. Place-order has usually done so already; this is what makes sure of it.
 *
 * <p>Writes nothing here; starting twice is starting once.
 */
@Singleton
@Named("start-checkout")
public class StartCheckout extends EventConsumer {

    private final CheckoutExecutions checkouts;

    public StartCheckout(CheckoutExecutions checkouts) {
        this.checkouts = checkouts;
    }

    @Override
    protected void consume(Event event) {
        checkouts.start(event.tenant(), event.subject());
    }
}
