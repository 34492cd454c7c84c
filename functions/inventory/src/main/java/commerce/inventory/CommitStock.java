package commerce.inventory;

import commerce.inventory.domain.Committing;
import commerce.inventory.domain.ReservationStatus;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Counts what an order holds as sold. Task "Commit stock" of the checkout, after the money is captured.
 *
 * <p>Twice is once. One transaction: the counters and the reservation, with {@code stock.committed.v1}.
 *
 * <p>Errors: {@link ReservationNotHeld}; {@link commerce.kernel.Busy} when other writers kept winning.
 */
@Singleton
@Named("commit-stock")
public class CommitStock extends TaskOperation<CommitStock.Input, CommitStock.Output> {

    public record Input(String tenant, String orderId) {}

    /** @param status COMMITTED, also when repeated later */
    public record Output(ReservationStatus status) {}

    private static final Output COMMITTED = new Output(ReservationStatus.COMMITTED);

    private final InventoryTable table;
    private final StockEvents events;

    public CommitStock(InventoryTable table, StockEvents events) {
        super(Input.class);
        this.table = table;
        this.events = events;
    }

    @Override
    protected Output handle(Input input) {
        return Rounds.untilDecided(() -> commit(input));
    }

    private Optional<Output> commit(Input input) {
        return switch (Committing.decide(table.findReservation(input.tenant(), input.orderId()))) {
            case Committing.Sell(var lines) ->
                    table.commit(input.tenant(), input.orderId(), lines, events.committed(input.tenant(), input.orderId(), lines)) ? Optional.of(COMMITTED) : Optional.empty();
            case Committing.SoldBefore() -> Optional.of(COMMITTED);
            case Committing.NothingHeld() -> throw new ReservationNotHeld(input.orderId());
        };
    }
}
