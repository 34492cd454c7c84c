package commerce.inventory;

import static commerce.inventory.Warehouse.newOrder;
import static commerce.inventory.Warehouse.newTenant;
import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.inventory.domain.Stock;
import commerce.kernel.Line;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many buyers, few pieces. */
class StockRaceTest {

    private static final Warehouse WAREHOUSE = new Warehouse();

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    private interface Buyer {
        boolean buys(int number);
    }

    /** Lets all of them go at the same moment; how many got what they wanted. */
    private static long race(int buyers, Buyer buyer) throws Exception {
        var gate = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = IntStream.range(0, buyers).mapToObj(number -> threads.submit(() -> {
                gate.await();
                return buyer.buys(number);
            })).toList();
            gate.countDown();
            var bought = 0;
            for (Future<Boolean> result : results) {
                bought += result.get() ? 1 : 0;
            }
            return bought;
        }
    }

    private static boolean reserve(String tenant, String order, Line... lines) {
        try {
            WAREHOUSE.reserve(tenant, order, lines);
            return true;
        } catch (OutOfStock refused) {
            return false;
        }
    }

    @Test
    void ofThreeHundredBuyersExactlyOneHundredGetOneOfAHundredPieces() throws Exception {
        var tenant = newTenant();
        WAREHOUSE.receive(tenant, "CUP", 100);
        assertEquals(100, race(300, number -> reserve(tenant, newOrder(), new Line("CUP", 1))));
        assertEquals(new Stock(100, 0, 100, 0), WAREHOUSE.stock(tenant, "CUP"));
        WAREHOUSE.assertInvariants(tenant);
    }

    @Test
    void buyersOfTwoThingsInOppositeOrderNeitherBlockNorOversell() throws Exception {
        var tenant = newTenant();
        WAREHOUSE.receive(tenant, "CUP", 20);
        WAREHOUSE.receive(tenant, "TEA", 20);
        var bought = race(60, number -> number % 2 == 0
                ? reserve(tenant, newOrder(), new Line("CUP", 1), new Line("TEA", 1))
                : reserve(tenant, newOrder(), new Line("TEA", 1), new Line("CUP", 1)));
        assertEquals(20, bought);
        assertEquals(new Stock(20, 0, 20, 0), WAREHOUSE.stock(tenant, "CUP"));
        assertEquals(new Stock(20, 0, 20, 0), WAREHOUSE.stock(tenant, "TEA"));
    }

    @Test
    void fiftyRepetitionsOfOneOrderHoldOnce() throws Exception {
        var tenant = newTenant();
        var order = newOrder();
        WAREHOUSE.receive(tenant, "CUP", 2);
        assertEquals(50, race(50, number -> reserve(tenant, order, new Line("CUP", 2))));
        assertEquals(new Stock(2, 0, 2, 0), WAREHOUSE.stock(tenant, "CUP"));
    }

    @Test
    void ofFiftyRepetitionsOfOneReceiptOneCounts() throws Exception {
        var tenant = newTenant();
        assertEquals(50, race(50, number -> WAREHOUSE.receive(tenant, "CUP", "key-" + number, "{\"receiptId\":\"r-1\",\"quantity\":7}").status() == 201));
        assertEquals(new Stock(7, 7, 0, 0), WAREHOUSE.stock(tenant, "CUP"));
    }
}
