package commerce.inventory;

import commerce.inventory.domain.Booked;
import commerce.inventory.domain.Booking;
import commerce.kernel.Problem;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What receive-stock and adjust-stock have in common: booking once, and creating a product's counters with its first booking. */
@Singleton
public class Bookings {

    private final InventoryTable table;
    private final StockEvents events;
    private final Products products;

    public Bookings(InventoryTable table, StockEvents events, Products products) {
        this.table = table;
        this.events = events;
        this.products = products;
    }

    /**
     * @param idReused the problem when the id was used for something else
     * @return when it was booked first
     * @throws commerce.kernel.ProblemException 404 for an unknown product, 409 if too little is available, or {@code idReused}
     */
    Instant book(String tenant, Booking booking, Problem idReused) {
        var event = events.booked(tenant, booking);
        var booked = table.book(tenant, booking, false, event);
        if (booked instanceof Booked.NoStockYet) {
            products.require(tenant, booking.sku());
            booked = table.book(tenant, booking, true, event);
        }
        return switch (booked) {
            case Booked.Done(var at) -> at;
            case Booked.IdReused() -> throw idReused.asException();
            case Booked.Insufficient(var available) -> throw insufficient(booking, available).asException();
            // Taking away from a product that never had anything.
            case Booked.NoStockYet() -> throw insufficient(booking, 0).asException();
        };
    }

    private static Problem insufficient(Booking booking, long available) {
        return Problem.conflict("insufficient-available", "Less is available than is to be taken away",
                "only " + available + " of " + booking.sku() + " are available; what is reserved is promised to orders").with("available", available);
    }
}
