package commerce.ordering.domain;

import commerce.kernel.Event;
import java.util.Optional;

/** What a rule makes of an order: the answer of every method of {@link Order} that may change it. */
public sealed interface Decision {

    /** The order as it is afterwards. */
    Order order();

    /**
     * To be written, all in one, on the condition that nobody changed the order meanwhile.
     *
     * @param event what to tell about it, if it is news to others
     */
    record Changed(Order order, Optional<Event> event) implements Decision {}

    /** It is so already, or the news is older than what is known. */
    record Unchanged(Order order) implements Decision {}

    /** The order's status forbids it. */
    record Refused(Order order) implements Decision {}
}
