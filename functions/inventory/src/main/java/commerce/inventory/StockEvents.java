package commerce.inventory;

import commerce.inventory.domain.Booking;
import commerce.inventory.domain.Booking.Adjustment;
import commerce.inventory.domain.Booking.Receipt;
import commerce.kernel.Event;
import commerce.kernel.Line;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The events Inventory publishes; schemas in {@code events/published/stock.*.v1.json}. */
@Singleton
public class StockEvents {

    private static final String SOURCE = "commerce.inventory";

    private final Clock clock;

    public StockEvents(Clock clock) {
        this.clock = clock;
    }

    private record OrderLines(String orderId, List<Line> lines) {}

    /** @param watched said only if it is true: rules of the bus match what is there */
    private record WatchedLines(String orderId, List<Line> lines, Optional<Boolean> watched) {}

    private record Received(String sku, String receiptId, long quantity) {}

    private record Adjusted(String sku, String adjustmentId, long quantity, String reason) {}

    Event reserved(String tenant, String orderId, List<Line> lines, boolean watched) {
        return ofOrder("stock.reserved.v1", tenant, orderId, new WatchedLines(orderId, lines, Optional.of(watched).filter(any -> any)));
    }

    Event released(String tenant, String orderId, List<Line> lines, boolean watched) {
        return ofOrder("stock.released.v1", tenant, orderId, new WatchedLines(orderId, lines, Optional.of(watched).filter(any -> any)));
    }

    Event committed(String tenant, String orderId, List<Line> lines) {
        return ofOrder("stock.committed.v1", tenant, orderId, new OrderLines(orderId, lines));
    }

    Event returned(String tenant, String orderId, List<Line> lines) {
        return ofOrder("stock.returned.v1", tenant, orderId, new OrderLines(orderId, lines));
    }

    Event booked(String tenant, Booking booking) {
        return switch (booking) {
            case Receipt(var sku, var receiptId, var quantity) ->
                    Event.of(SOURCE, "stock.received.v1", tenant, sku, receiptId, now(), new Received(sku, receiptId, quantity));
            case Adjustment(var sku, var adjustmentId, var quantity, var reason) ->
                    Event.of(SOURCE, "stock.adjusted.v1", tenant, sku, adjustmentId, now(), new Adjusted(sku, adjustmentId, quantity, reason));
        };
    }

    /** Each happens at most once to an order, so the order alone tells one from another. */
    private Event ofOrder(String type, String tenant, String orderId, Object data) {
        return Event.of(SOURCE, type, tenant, orderId, "", now(), data);
    }

    /** In the precision tables keep, so that the first answer and its repetition show the same time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
