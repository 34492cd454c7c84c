package commerce.inventory;

import static commerce.inventory.Warehouse.newOrder;
import static commerce.inventory.Warehouse.newTenant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.inventory.domain.Stock;
import commerce.kernel.Line;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reserving, releasing, committing and returning, through the real handlers on a real table. */
class ReservationTest {

    private static final Warehouse WAREHOUSE = new Warehouse();

    private final String tenant = newTenant();
    private final String order = newOrder();

    @AfterEach
    void theInvariantsHold() {
        WAREHOUSE.assertInvariants(tenant);
    }

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    @Test
    void aReservationTakesFromAvailable() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)));
        assertEquals(new Stock(10, 7, 3, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.received.v1", "stock.reserved.v1"), WAREHOUSE.eventTypes(tenant));
    }

    @Test
    void reservingTwiceTakesOnce() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        var before = WAREHOUSE.itemsOf(tenant);
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void reservingAgainAfterTheLastPieceWentToThisOrderIsNotOutOfStock() {
        WAREHOUSE.receive(tenant, "CUP", 3);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)));
        WAREHOUSE.commit(tenant, order);
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)), "the first result, although it is sold by now");
    }

    @Test
    void aReservationIsRefusedWhenStockIsShortAndNothingIsHeld() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.receive(tenant, "TEA", 2);
        var before = WAREHOUSE.itemsOf(tenant);
        var refused = assertThrows(OutOfStock.class, () -> WAREHOUSE.reserve(tenant, order, new Line("CUP", 10), new Line("TEA", 3), new Line("JAM", 1)));
        assertEquals("JAM: 1 wanted, 0 available; TEA: 3 wanted, 2 available", refused.getMessage());
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void equalSkusAreCountedTogether() {
        WAREHOUSE.receive(tenant, "CUP", 5);
        assertThrows(OutOfStock.class, () -> WAREHOUSE.reserve(tenant, order, new Line("CUP", 3), new Line("CUP", 3)));
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, new Line("CUP", 3), new Line("CUP", 2)));
        assertEquals(new Stock(5, 0, 5, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void fiftySkusAreHeldTogetherOrNotAtAll() {
        var lines = IntStream.range(0, 50).mapToObj(i -> new Line("SKU-" + i, 1)).toArray(Line[]::new);
        IntStream.range(0, 49).forEach(i -> WAREHOUSE.receive(tenant, "SKU-" + i, 1));
        assertThrows(OutOfStock.class, () -> WAREHOUSE.reserve(tenant, order, lines));
        assertEquals(new Stock(1, 1, 0, 0), WAREHOUSE.stock(tenant, "SKU-0"));
        WAREHOUSE.receive(tenant, "SKU-49", 1);
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, lines));
        assertEquals(new Stock(1, 0, 1, 0), WAREHOUSE.stock(tenant, "SKU-49"));
    }

    @Test
    void aReleaseGivesBackOnce() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.received.v1", "stock.released.v1", "stock.reserved.v1"), WAREHOUSE.eventTypes(tenant));
    }

    @Test
    void aReleaseThatComesFirstBlocksTheReservation() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
        assertThrows(ReservationReleased.class, () -> WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.received.v1"), WAREHOUSE.eventTypes(tenant), "nothing moved, nothing is told");
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
    }

    @Test
    void aReservationAfterTheReleaseIsRefusedEvenWhenStockIsShort() {
        WAREHOUSE.release(tenant, order);
        assertThrows(ReservationReleased.class, () -> WAREHOUSE.reserve(tenant, order, new Line("CUP", 3)));
    }

    @Test
    void releasingWhatIsSoldChangesNothingAndSaysSo() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        WAREHOUSE.commit(tenant, order);
        var before = WAREHOUSE.itemsOf(tenant);
        assertEquals("COMMITTED", WAREHOUSE.release(tenant, order));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void aCommitSellsOnce() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        assertEquals("COMMITTED", WAREHOUSE.commit(tenant, order));
        assertEquals("COMMITTED", WAREHOUSE.commit(tenant, order));
        assertEquals(new Stock(10, 7, 0, 3), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(List.of("stock.committed.v1", "stock.received.v1", "stock.reserved.v1"), WAREHOUSE.eventTypes(tenant));
    }

    @Test
    void whatIsNotHeldCannotBeCommitted() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        assertThrows(ReservationNotHeld.class, () -> WAREHOUSE.commit(tenant, order));
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        WAREHOUSE.release(tenant, order);
        assertThrows(ReservationNotHeld.class, () -> WAREHOUSE.commit(tenant, order));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aRefundThatAsksForItBringsTheGoodsBackOnce() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        WAREHOUSE.commit(tenant, order);
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals("RETURNED", WAREHOUSE.reservationStatus(tenant, order));
        assertEquals("COMMITTED", WAREHOUSE.commit(tenant, order), "a late repetition of the commit sells nothing again");
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aRefundThatDoesNotAskForItBringsNothingBack() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        WAREHOUSE.commit(tenant, order);
        var before = WAREHOUSE.itemsOf(tenant);
        assertEquals(0, WAREHOUSE.refunded(tenant, order, false));
        assertEquals(before, WAREHOUSE.itemsOf(tenant));
    }

    @Test
    void aRefundOfAnOrderThatSoldNothingBringsNothingBack() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        WAREHOUSE.release(tenant, order);
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aRefundThatOvertakesTheCommitIsDeliveredAgain() {
        WAREHOUSE.receive(tenant, "CUP", 10);
        WAREHOUSE.reserve(tenant, order, new Line("CUP", 3));
        assertEquals(1, WAREHOUSE.refunded(tenant, order, true));
        WAREHOUSE.commit(tenant, order);
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void oneTenantsOrderTakesNothingFromAnother() {
        var other = newTenant();
        WAREHOUSE.receive(other, "CUP", 10);
        assertThrows(OutOfStock.class, () -> WAREHOUSE.reserve(tenant, order, new Line("CUP", 1)));
        WAREHOUSE.reserve(other, order, new Line("CUP", 1));
        WAREHOUSE.release(tenant, order);
        assertEquals(new Stock(10, 9, 1, 0), WAREHOUSE.stock(other, "CUP"));
        assertTrue(WAREHOUSE.eventTypes(tenant).isEmpty());
    }

    @Test
    void theEventsOfAWatchedReservationSayThatItIs() {
        var tenant = newTenant();
        WAREHOUSE.receive(tenant, "CUP", 9);
        var plain = newOrder();
        WAREHOUSE.reserve(tenant, plain, new Line("CUP", 1));
        WAREHOUSE.release(tenant, plain);
        var watched = newOrder();
        WAREHOUSE.invoke("reserve-stock", Map.of("tenant", tenant, "orderId", watched, "lines", List.of(new Line("CUP", 1)), "watched", true));
        WAREHOUSE.release(tenant, watched);
        var told = WAREHOUSE.table.outbox().stream().filter(event -> event.tenant().equals(tenant) && event.type().matches("stock.re(serv|leas)ed.v1"))
                .collect(Collectors.toMap(event -> event.type() + " " + event.subject(), event -> event.data().has("watched")));
        assertEquals(Map.of("stock.reserved.v1 " + plain, false, "stock.released.v1 " + plain, false, "stock.reserved.v1 " + watched, true, "stock.released.v1 " + watched, true), told);
    }
}
