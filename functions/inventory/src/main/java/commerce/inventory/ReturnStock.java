package commerce.inventory;

import commerce.inventory.domain.Returning;
import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the goods of a refunded order available again. Consumes {@code refund.succeeded.v1}; acts only if the refund says restock.
 *
 * <p>An order's goods come back once, whole, however many of its refunds ask for it. Idempotent by the reservation's state. One
 * transaction: the counters and the reservation, with {@code stock.returned.v1}.
 */
@Singleton
@Named("return-stock")
public class ReturnStock extends EventConsumer {

    private static final Logger LOG = Logger.getLogger(ReturnStock.class);

    private record Refund(String orderId, boolean restock) {}

    private final InventoryTable table;
    private final StockEvents events;

    public ReturnStock(InventoryTable table, StockEvents events) {
        this.table = table;
        this.events = events;
    }

    @Override
    protected void consume(Event event) {
        var refund = event.data(Refund.class);
        if (refund.restock()) {
            Rounds.untilDecided(() -> takeBack(event.tenant(), refund.orderId()));
        }
    }

    private Optional<Boolean> takeBack(String tenant, String orderId) {
        return switch (Returning.decide(table.findReservation(tenant, orderId))) {
            case Returning.TakeBack(var lines) -> Optional.of(table.takeBack(tenant, orderId, lines, events.returned(tenant, orderId, lines))).filter(written -> written);
            case Returning.NothingSold() -> {
                LOG.infof("order %s has nothing sold that could come back", orderId);
                yield Optional.of(false);
            }
            case Returning.NotSoldYet() -> throw new IllegalStateException("order " + orderId + " is refunded but not yet committed");
        };
    }
}
