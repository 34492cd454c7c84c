package commerce.inventory;

import static commerce.inventory.Warehouse.newOrder;
import static commerce.inventory.Warehouse.newTenant;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.inventory.domain.Stock;
import commerce.kernel.Line;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Two writers at once, in the one order that could hurt: forced, not hoped for. */
class InterleavingTest {

    private static final Warehouse WAREHOUSE = new Warehouse();
    private static final Line THREE_CUPS = new Line("CUP", 3);

    private final String tenant = newTenant();
    private final String order = newOrder();

    @BeforeEach
    void tenCups() {
        WAREHOUSE.receive(tenant, "CUP", 10);
    }

    @AfterEach
    void itHappenedAndTheInvariantsHold() {
        assertTrue(WAREHOUSE.interleaving().allRan());
        WAREHOUSE.assertInvariants(tenant);
    }

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    @Test
    void anotherBuyerTakesTheLastPiecesJustBefore() {
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.reserve(tenant, newOrder(), new Line("CUP", 8)));
        var refused = assertThrows(OutOfStock.class, () -> WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals("CUP: 3 wanted, 2 available", refused.getMessage());
    }

    @Test
    void aDuplicateReservesJustBefore() {
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals(new Stock(10, 7, 3, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aReleaseTombstonesJustBeforeTheReservation() {
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.release(tenant, order));
        assertThrows(ReservationReleased.class, () -> WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aReservationArrivesBetweenReadingAndWritingTheTombstone() {
        WAREHOUSE.interleaving().runBefore("PutItem", () -> WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"), "the late reservation is given back");
    }

    @Test
    void aCommitArrivesBetweenReadingAndReleasing() {
        WAREHOUSE.reserve(tenant, order, THREE_CUPS);
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.commit(tenant, order));
        assertEquals("COMMITTED", WAREHOUSE.release(tenant, order));
        assertEquals(new Stock(10, 7, 0, 3), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aReleaseArrivesBetweenReadingAndCommitting() {
        WAREHOUSE.reserve(tenant, order, THREE_CUPS);
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.release(tenant, order));
        assertThrows(ReservationNotHeld.class, () -> WAREHOUSE.commit(tenant, order));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void twoReleasesAtOnceGiveBackOnce() {
        WAREHOUSE.reserve(tenant, order, THREE_CUPS);
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.release(tenant, order));
        assertEquals("RELEASED", WAREHOUSE.release(tenant, order));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void twoReturnsAtOnceTakeBackOnce() {
        WAREHOUSE.reserve(tenant, order, THREE_CUPS);
        WAREHOUSE.commit(tenant, order);
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> WAREHOUSE.refunded(tenant, order, true));
        assertEquals(0, WAREHOUSE.refunded(tenant, order, true));
        assertEquals(new Stock(10, 10, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aCrashAfterTheReservationIsMendedByTheRetry() {
        WAREHOUSE.interleaving().runAfter("TransactWriteItems", () -> {
            throw new IllegalStateException("crashed after the write");
        });
        assertThrows(IllegalStateException.class, () -> WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals(new Stock(10, 7, 3, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aConflictIsTriedAgainAndIsNeverOutOfStock() {
        cancelNext("TransactionConflict", "None");
        cancelNext("None", "TransactionConflict");
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, THREE_CUPS));
        assertEquals(new Stock(10, 7, 3, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void aShortCounterWhoseReservationIsStillBeingWrittenIsTriedAgainAndIsNotOutOfStock() {
        cancelNext("ConditionalCheckFailed", "TransactionConflict");
        assertEquals("HELD", WAREHOUSE.reserve(tenant, order, THREE_CUPS));
    }

    /** DynamoDB Local never shows conflicts, so the service's answer is played: one reason per action. */
    private static void cancelNext(String... codes) {
        WAREHOUSE.interleaving().runBefore("TransactWriteItems", () -> {
            throw TransactionCanceledException.builder().message("played").cancellationReasons(List.of(codes).stream().map(code -> CancellationReason.builder().code(code).build()).toList()).build();
        });
    }
}
