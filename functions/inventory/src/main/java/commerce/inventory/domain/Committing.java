package commerce.inventory.domain;

import commerce.kernel.Line;
import java.util.List;
import java.util.Optional;

/** What committing has to do. */
public sealed interface Committing {

    /** Count these as sold: {@code HELD -> COMMITTED}. */
    record Sell(List<Line> lines) implements Committing {}

    /** They are sold already: the same call again. */
    record SoldBefore() implements Committing {}

    /** There is nothing to sell: never held, or given back. */
    record NothingHeld() implements Committing {}

    static Committing decide(Optional<Reservation> reservation) {
        if (reservation.isEmpty()) {
            return new NothingHeld();
        }
        return switch (reservation.get().status()) {
            case HELD -> new Sell(reservation.get().lines());
            case COMMITTED, RETURNED -> new SoldBefore();
            case RELEASED -> new NothingHeld();
        };
    }
}
