package commerce.inventory;

import commerce.kernel.NamedFailure;

/** The order was released before this call came to reserve: the checkout has given up on it. Nothing is held. */
public final class ReservationReleased extends NamedFailure {

    ReservationReleased(String orderId) {
        super("order " + orderId + " was released before it could reserve");
    }
}
