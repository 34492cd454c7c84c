package commerce.inventory.domain;

import commerce.kernel.Line;
import java.util.List;
import java.util.Optional;

/** What releasing has to do. */
public sealed interface Releasing {

    /** Give these back: {@code HELD -> RELEASED}. */
    record GiveBack(List<Line> lines, boolean watched) implements Releasing {}

    /** Nothing was ever held: say RELEASED, so that a reservation still on its way is refused. */
    record BlockLateReserve() implements Releasing {}

    /** Nothing: it is released already, or sold, which a release never undoes. */
    record LeaveAsItIs(ReservationStatus status) implements Releasing {}

    static Releasing decide(Optional<Reservation> reservation) {
        if (reservation.isEmpty()) {
            return new BlockLateReserve();
        }
        return switch (reservation.get().status()) {
            case HELD -> new GiveBack(reservation.get().lines(), reservation.get().watched());
            case RELEASED, COMMITTED, RETURNED -> new LeaveAsItIs(reservation.get().status());
        };
    }
}
