package commerce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import commerce.kernel.Line;
import commerce.kernel.NamedFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of operations, with repetitions, over a few orders and SKUs: the table answers and holds exactly what the model does, an
 * error changes nothing, and the invariants are true all the way.
 */
class StockPropertyTest {

    private static final Warehouse WAREHOUSE = new Warehouse();
    private static final List<String> SKUS = List.of("CUP", "TEA", "JAM");
    private static final Set<String> REFUSALS = Set.of("OutOfStock", "ReservationReleased", "ReservationNotHeld");
    private static final int RUNS = 10;
    private static final int STEPS = 50;

    @AfterAll
    static void everyEventMatchesItsSchema() {
        WAREHOUSE.close();
    }

    /** One sequence on a tenant of its own. */
    private static final class Run {
        private final String tenant = Warehouse.newTenant();
        private final StockModel model = new StockModel();
        private final Map<String, List<Line>> orders = new HashMap<>();
        private final List<String> orderIds;
        private final List<Booking> booked = new ArrayList<>();
        private final Random random;
        private final String story;

        private record Booking(String sku, String id, long quantity) {}

        Run(long seed) {
            random = new Random(seed);
            story = "-Dseed=" + seed;
            orderIds = Stream.generate(Warehouse::newOrder).limit(6).toList();
            orderIds.forEach(order -> orders.put(order, someLines()));
        }

        /** Up to three lines, some of one SKU. */
        private List<Line> someLines() {
            return Stream.generate(() -> new Line(pick(SKUS), 1 + random.nextInt(4))).limit(1 + random.nextInt(3)).toList();
        }

        private <T> T pick(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        void step(int number) {
            var order = pick(orderIds);
            var what = story + " step " + number;
            switch (random.nextInt(10)) {
                case 0, 1 -> book(what, new Booking(pick(SKUS), "b-" + number, 1 + random.nextInt(6)));
                case 2 -> book(what, new Booking(pick(SKUS), "b-" + number, -1 - random.nextInt(4)));
                case 3 -> book(what, booked.isEmpty() ? new Booking(pick(SKUS), "b-" + number, 1) : pick(booked));
                case 4, 5, 6 -> same(what + " reserve", model.reserve(order, orders.get(order)), () -> WAREHOUSE.reserve(tenant, order, orders.get(order).toArray(Line[]::new)));
                case 7 -> same(what + " commit", model.commit(order), () -> WAREHOUSE.commit(tenant, order));
                case 8 -> same(what + " release", model.release(order), () -> WAREHOUSE.release(tenant, order));
                default -> {
                    var restock = random.nextBoolean();
                    assertEquals(model.refunded(order, restock) ? 0 : 1, WAREHOUSE.refunded(tenant, order, restock), what + " refund");
                }
            }
            assertEquals(model.status(order), WAREHOUSE.reservationStatus(tenant, order), what + " " + order);
            if (number % 5 == 4) {
                assertSameCounters(what);
            }
        }

        void assertSameCounters(String what) {
            SKUS.forEach(sku -> assertEquals(model.stock(sku), WAREHOUSE.stock(tenant, sku), what + " " + sku));
            orderIds.forEach(order -> assertEquals(model.status(order), WAREHOUSE.reservationStatus(tenant, order), what + " " + order));
        }

        /** An adjustment under a new key; one that is repeated answers as it did and changes nothing. */
        private void book(String what, Booking booking) {
            var repeated = booked.contains(booking);
            var possible = repeated || model.book(booking.sku(), booking.quantity());
            var body = "{\"adjustmentId\":\"" + booking.id() + "\",\"quantity\":" + booking.quantity() + ",\"reason\":\"counted\"}";
            Runnable adjust = () -> assertEquals(possible ? 201 : 409, WAREHOUSE.adjust(tenant, booking.sku(), "key-" + random.nextLong(), body).status(), what + " " + booking);
            if (repeated || !possible) {
                changesNothing(what + " " + booking, adjust);
            } else {
                adjust.run();
                booked.add(booking);
            }
        }

        private void same(String what, String expected, Supplier<String> operation) {
            if (REFUSALS.contains(expected)) {
                changesNothing(what, () -> assertEquals(expected, assertThrows(NamedFailure.class, operation::get, what).getClass().getSimpleName(), what));
            } else {
                assertEquals(expected, operation.get(), what);
            }
        }

        private void changesNothing(String what, Runnable refused) {
            var before = WAREHOUSE.itemsOf(tenant);
            refused.run();
            assertEquals(before, WAREHOUSE.itemsOf(tenant), what + " changes nothing");
        }
    }

    @Test
    void anySequenceOfOperationsKeepsTheInvariantsAndEqualsTheModel() {
        var seed = Long.getLong("seed", 20_261_121L);
        System.out.println("any sequence of stock operations: -Dseed=" + seed);
        for (int i = 0; i < RUNS; i++) {
            var run = new Run(seed + i);
            for (int step = 0; step < STEPS; step++) {
                run.step(step);
            }
            WAREHOUSE.assertInvariants(run.tenant);
        }
    }
}
