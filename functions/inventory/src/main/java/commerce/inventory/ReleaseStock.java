package commerce.inventory;

import commerce.inventory.domain.Releasing;
import commerce.inventory.domain.ReservationStatus;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Gives back what an order holds. Task "Release stock" of the checkout: the compensation of reserve-stock.
 *
 * <p>It always ends well: what was released stays released; what was never reserved gets a tombstone that refuses a late reservation; what
 * is sold stays sold, and the answer says so. One transaction: the counters and the reservation, with {@code stock.released.v1}; a
 * tombstone is one put and tells nothing, for nothing moved.
 *
 * <p>Errors: {@link commerce.kernel.Busy} when other writers kept winning.
 */
@Singleton
@Named("release-stock")
public class ReleaseStock extends TaskOperation<ReleaseStock.Input, ReleaseStock.Output> {

    public record Input(String tenant, String orderId) {}

    /** @param status RELEASED; or COMMITTED or RETURNED, when the goods were sold and nothing was changed */
    public record Output(ReservationStatus status) {}

    private final InventoryTable table;
    private final StockEvents events;

    public ReleaseStock(InventoryTable table, StockEvents events) {
        super(Input.class);
        this.table = table;
        this.events = events;
    }

    @Override
    protected Output handle(Input input) {
        return Rounds.untilDecided(() -> release(input));
    }

    private Optional<Output> release(Input input) {
        return switch (Releasing.decide(table.findReservation(input.tenant(), input.orderId()))) {
            case Releasing.GiveBack(var lines, var watched) -> released(table.release(input.tenant(), input.orderId(), lines, events.released(input.tenant(), input.orderId(), lines, watched)));
            case Releasing.BlockLateReserve() -> released(table.blockLateReserve(input.tenant(), input.orderId()));
            case Releasing.LeaveAsItIs(var status) -> Optional.of(new Output(status));
        };
    }

    private static Optional<Output> released(boolean written) {
        return written ? Optional.of(new Output(ReservationStatus.RELEASED)) : Optional.empty();
    }
}
