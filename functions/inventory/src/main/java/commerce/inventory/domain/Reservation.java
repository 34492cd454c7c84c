package commerce.inventory.domain;

import commerce.kernel.Line;
import java.util.List;

/**
 * An order's hold on stock: all its lines together or none of them.
 *
 * @param status where it stands
 * @param lines distinct SKUs; none if it was released before anything was held
 * @param watched whether prices change when the stock of these lines crosses a mark: its events say so, for those who listen for nothing else
 */
public record Reservation(ReservationStatus status, List<Line> lines, boolean watched) {

    public Reservation {
        lines = List.copyOf(lines);
    }

    /**
     * What an order wants, ready to be held: equal SKUs merged, because two operations on one counter cannot be one write.
     *
     * @throws IllegalArgumentException if that is nothing, too much, or not a positive quantity of everything
     */
    public static List<Line> demand(List<Line> lines) {
        var demand = Line.merge(lines);
        if (demand.isEmpty() || demand.size() > Line.MAX_LINES || lines.stream().anyMatch(line -> line.quantity() < 1)) {
            throw new IllegalArgumentException("an order holds 1 to " + Line.MAX_LINES + " SKUs, at least one of each; asked for " + lines);
        }
        return demand;
    }
}
