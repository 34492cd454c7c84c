package commerce.inventory.domain;

import commerce.kernel.Line;
import java.util.List;

/** What came of reserving. */
public sealed interface Reserving {

    /** Every line is held now. */
    record Reserved() implements Reserving {}

    /** It was held by an earlier call, whatever became of it since: the same call again, nothing was done. */
    record ReservedBefore() implements Reserving {}

    /** The order was released before it reserved: this call comes too late. */
    record ReleasedBefore() implements Reserving {}

    /** At least one line cannot be had; nothing was held. */
    record Short(List<Shortage> shortages) implements Reserving {}

    /**
     * A line that cannot be had.
     *
     * @param wanted by the order
     * @param available at that moment, less than wanted
     */
    record Shortage(String sku, long wanted, long available) {}

    /**
     * What reserving means when the order has a reservation already.
     *
     * @throws IllegalArgumentException if other lines are held: an order's lines never change, so somebody mixed up two orders
     */
    static Reserving again(Reservation existing, List<Line> demand) {
        return switch (existing.status()) {
            case RELEASED -> new ReleasedBefore();
            case HELD, COMMITTED, RETURNED -> {
                if (!existing.lines().equals(demand)) {
                    throw new IllegalArgumentException("this order holds other lines: " + existing.lines() + ", asked for " + demand);
                }
                yield new ReservedBefore();
            }
        };
    }
}
