package commerce.inventory.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each operation has to do in each case: the whole table of transitions. */
class ReservationRulesTest {

    private static final List<Line> LINES = List.of(new Line("CUP", 2), new Line("TEA", 1));

    private static Optional<Reservation> reservation(ReservationStatus status) {
        return Optional.of(new Reservation(status, LINES, false));
    }

    @Test
    void reservingTwiceIsOnceWhateverBecameOfIt() {
        assertEquals(new Reserving.ReservedBefore(), Reserving.again(reservation(ReservationStatus.HELD).orElseThrow(), LINES));
        assertEquals(new Reserving.ReservedBefore(), Reserving.again(reservation(ReservationStatus.COMMITTED).orElseThrow(), LINES));
        assertEquals(new Reserving.ReservedBefore(), Reserving.again(reservation(ReservationStatus.RETURNED).orElseThrow(), LINES));
    }

    @Test
    void reservingAfterTheReleaseComesTooLate() {
        assertEquals(new Reserving.ReleasedBefore(), Reserving.again(reservation(ReservationStatus.RELEASED).orElseThrow(), LINES));
        assertEquals(new Reserving.ReleasedBefore(), Reserving.again(new Reservation(ReservationStatus.RELEASED, List.of(), false), LINES));
    }

    @Test
    void oneOrderCannotReserveOtherLines() {
        assertThrows(IllegalArgumentException.class, () -> Reserving.again(reservation(ReservationStatus.HELD).orElseThrow(), List.of(new Line("CUP", 3))));
    }

    @Test
    void onlyWhatIsHeldIsGivenBack() {
        assertEquals(new Releasing.GiveBack(LINES, false), Releasing.decide(reservation(ReservationStatus.HELD)));
        assertEquals(new Releasing.BlockLateReserve(), Releasing.decide(Optional.empty()));
        assertEquals(new Releasing.LeaveAsItIs(ReservationStatus.RELEASED), Releasing.decide(reservation(ReservationStatus.RELEASED)));
        assertEquals(new Releasing.LeaveAsItIs(ReservationStatus.COMMITTED), Releasing.decide(reservation(ReservationStatus.COMMITTED)));
        assertEquals(new Releasing.LeaveAsItIs(ReservationStatus.RETURNED), Releasing.decide(reservation(ReservationStatus.RETURNED)));
    }

    @Test
    void onlyWhatIsHeldIsSold() {
        assertEquals(new Committing.Sell(LINES), Committing.decide(reservation(ReservationStatus.HELD)));
        assertEquals(new Committing.SoldBefore(), Committing.decide(reservation(ReservationStatus.COMMITTED)));
        assertEquals(new Committing.SoldBefore(), Committing.decide(reservation(ReservationStatus.RETURNED)));
        assertEquals(new Committing.NothingHeld(), Committing.decide(reservation(ReservationStatus.RELEASED)));
        assertEquals(new Committing.NothingHeld(), Committing.decide(Optional.empty()));
    }

    @Test
    void onlyWhatIsSoldComesBack() {
        assertEquals(new Returning.TakeBack(LINES), Returning.decide(reservation(ReservationStatus.COMMITTED)));
        assertEquals(new Returning.NotSoldYet(), Returning.decide(reservation(ReservationStatus.HELD)));
        assertEquals(new Returning.NothingSold(), Returning.decide(reservation(ReservationStatus.RETURNED)));
        assertEquals(new Returning.NothingSold(), Returning.decide(reservation(ReservationStatus.RELEASED)));
        assertEquals(new Returning.NothingSold(), Returning.decide(Optional.empty()));
    }

    @Test
    void equalSkusOfAnOrderAreMerged() {
        assertEquals(List.of(new Line("CUP", 3), new Line("TEA", 1)), Reservation.demand(List.of(new Line("CUP", 1), new Line("TEA", 1), new Line("CUP", 2))));
    }

    @Test
    void anOrderHoldsOneToFiftySkusAndOneOrMoreOfEach() {
        assertThrows(IllegalArgumentException.class, () -> Reservation.demand(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Reservation.demand(List.of(new Line("CUP", 0))));
        assertThrows(IllegalArgumentException.class, () -> Reservation.demand(List.of(new Line("CUP", 3), new Line("CUP", -1))));
        assertThrows(IllegalArgumentException.class, () -> Reservation.demand(skus(51)));
        assertEquals(50, Reservation.demand(skus(50)).size());
    }

    private static List<Line> skus(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Line("SKU-" + i, 1)).toList();
    }
}
