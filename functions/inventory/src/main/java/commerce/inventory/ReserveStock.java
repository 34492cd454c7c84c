package commerce.inventory;

import commerce.inventory.domain.Reservation;
import commerce.inventory.domain.ReservationStatus;
import commerce.inventory.domain.Reserving;
import commerce.kernel.Line;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Holds all lines of an order, or none. Task "Reserve stock" of the checkout.
 *
 * <p>Called again for the same order it answers the first result and does nothing. One transaction: the counters of every SKU, guarded by
 * what is available, and the reservation, guarded by its absence; with it {@code stock.reserved.v1}.
 *
 * <p>Errors: {@link OutOfStock}; {@link ReservationReleased}; {@link commerce.kernel.Busy} when other writers kept winning.
 */
@Singleton
@Named("reserve-stock")
public class ReserveStock extends TaskOperation<ReserveStock.Input, ReserveStock.Output> {

    /**
     * @param lines 1 to 50 SKUs; equal ones are merged
     * @param watched whether prices change when their stock crosses a mark
     */
    public record Input(String tenant, String orderId, List<Line> lines, boolean watched) {}

    /** @param status HELD, also when repeated later */
    public record Output(ReservationStatus status) {}

    private static final Output HELD = new Output(ReservationStatus.HELD);

    private final InventoryTable table;
    private final StockEvents events;

    public ReserveStock(InventoryTable table, StockEvents events) {
        super(Input.class);
        this.table = table;
        this.events = events;
    }

    @Override
    protected Output handle(Input input) {
        var demand = Reservation.demand(input.lines());
        return switch (table.reserve(input.tenant(), input.orderId(), demand, input.watched(), events.reserved(input.tenant(), input.orderId(), demand, input.watched()))) {
            case Reserving.Reserved() -> counted("HELD", HELD);
            case Reserving.ReservedBefore() -> HELD;
            case Reserving.Short(var shortages) -> throw counted("OUT_OF_STOCK", new OutOfStock(shortages));
            case Reserving.ReleasedBefore() -> throw new ReservationReleased(input.orderId());
        };
    }

    private static <T> T counted(String outcome, T result) {
        Outcomes.count("StockReservations", "outcome", outcome);
        return result;
    }
}
