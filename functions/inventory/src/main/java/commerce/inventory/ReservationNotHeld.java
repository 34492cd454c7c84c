package commerce.inventory;

import commerce.kernel.NamedFailure;

/** There is nothing to commit: the order never reserved, or gave back what it held. A paid order in this state needs a human. */
public final class ReservationNotHeld extends NamedFailure {

    ReservationNotHeld(String orderId) {
        super("order " + orderId + " holds no stock that could be committed");
    }
}
