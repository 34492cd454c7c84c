package commerce.inventory.domain;

import commerce.kernel.Line;
import java.util.List;
import java.util.Optional;

/** What giving sold goods back has to do. */
public sealed interface Returning {

    /** Take these back: {@code COMMITTED -> RETURNED}. */
    record TakeBack(List<Line> lines) implements Returning {}

    /** Nothing: they came back before, or were never sold. */
    record NothingSold() implements Returning {}

    /** The sale is not counted yet; ask again. */
    record NotSoldYet() implements Returning {}

    static Returning decide(Optional<Reservation> reservation) {
        if (reservation.isEmpty()) {
            return new NothingSold();
        }
        return switch (reservation.get().status()) {
            case COMMITTED -> new TakeBack(reservation.get().lines());
            case RELEASED, RETURNED -> new NothingSold();
            case HELD -> new NotSoldYet();
        };
    }
}
