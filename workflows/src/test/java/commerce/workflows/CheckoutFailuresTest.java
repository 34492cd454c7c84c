package commerce.workflows;

import static commerce.workflows.Order.anOrder;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.workflows.Faults.Fault;
import commerce.workflows.World.Buyer;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every step failed before, after, by time-out and by coming late, once and for good, with every kind of buyer: every order ends CONFIRMED
 * with its stock sold and its money kept, or REJECTED or CANCELLED with stock and coupon back and no money kept.
 */
class CheckoutFailuresTest {

    private static final List<Order> ORDERS = List.of(anOrder(), anOrder().withCoupon(), anOrder().free(), anOrder().withCoupon().free());
    private static final List<String> ERRORS = List.of("commerce.kernel.Busy", "java.lang.IllegalStateException");
    /** More than any step is tried between two redrives. */
    private static final int FOR_GOOD = 100;

    @Test
    void whateverStepFailsHoweverItFailsTheOrderEndsWhole() {
        var ends = new TreeSet<String>();
        var runs = 0;
        for (var order : ORDERS) {
            for (var buyer : Buyer.values()) {
                for (var operation : Workflows.checkout().substitutions().values()) {
                    for (var fault : Fault.values()) {
                        for (var times : List.of(1, 2, FOR_GOOD)) {
                            for (var error : ERRORS) {
                                var world = new World(order, buyer, true, Faults.of(operation, fault, times), error).play();
                                assertWhole(world, operation + " " + fault + " x" + times + " with " + error);
                                ends.add(world.orderStatus);
                                runs++;
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of("CANCELLED", "CONFIRMED"), List.copyOf(ends));
        assertTrue(runs > 7_000, "runs: " + runs);
    }

    @Test
    void anOrderThatIsOutOfStockIsNeverSoldWhateverFails() {
        for (var order : ORDERS) {
            for (var operation : Workflows.checkout().substitutions().values()) {
                for (var fault : Fault.values()) {
                    var world = new World(order, Buyer.PAYS_AT_ONCE, false, Faults.of(operation, fault, FOR_GOOD), ERRORS.getFirst()).play();
                    assertWhole(world, operation + " " + fault);
                    assertEquals("RELEASED", world.stock, world.toString());
                }
            }
        }
    }

    @Test
    void anyMixtureOfFailuresEndsWhole() {
        var seed = Long.getLong("seed", 20_261_121L);
        System.out.println("any mixture of failures: -Dseed=" + seed);
        var random = new Random(seed);
        var confirmed = 0;
        for (int run = 0; run < 3_000; run++) {
            var order = ORDERS.get(random.nextInt(ORDERS.size()));
            var buyer = Buyer.values()[random.nextInt(Buyer.values().length)];
            var world = new World(order, buyer, random.nextInt(5) > 0, Faults.anywhere(new Random(random.nextLong()), 35), ERRORS.get(random.nextInt(2))).play();
            assertWhole(world, "run " + run + " of seed " + seed);
            confirmed += world.orderStatus.equals("CONFIRMED") ? 1 : 0;
        }
        assertTrue(confirmed > 300, "a test in which hardly anything is sold proves little: " + confirmed);
    }

    @Test
    void withoutFailuresTheBuyerDecides() {
        assertEquals("CONFIRMED", undisturbed(Buyer.PAYS_AT_ONCE).orderStatus);
        assertEquals("CONFIRMED", undisturbed(Buyer.PAYS_LATER).orderStatus);
        assertEquals("CANCELLED", undisturbed(Buyer.CANCELS).orderStatus);
        assertEquals("CANCELLED", undisturbed(Buyer.NEVER_PAYS).orderStatus);
        assertTrue(undisturbed(Buyer.PAYS_AS_THE_WINDOW_ENDS).lateMoney, "the row was closed a moment before: the money is late and is given back");
    }

    private static World undisturbed(Buyer buyer) {
        var world = new World(anOrder().withCoupon(), buyer, true, Faults.none(), "").play();
        assertWhole(world, "undisturbed");
        assertEquals(0, world.redrives, world.toString());
        return world;
    }

    private static void assertWhole(World world, String story) {
        var what = story + ": " + world;
        assertEquals("SUCCEEDED", world.executionStatus(), what);
        assertFalse(world.compensatedAfterCapture(), what);
        switch (world.orderStatus) {
            case "CONFIRMED" -> {
                assertEquals("COMMITTED", world.stock, what);
                assertFalse("CLOSED".equals(world.payment), what);
                assertFalse("OPEN".equals(world.payment), what);
            }
            case "REJECTED", "CANCELLED" -> {
                assertEquals("RELEASED", world.stock, what);
                assertFalse("REDEEMED".equals(world.coupon), what);
                assertEquals("CLOSED", world.payment, what);
            }
            default -> throw new AssertionError("no end: " + what);
        }
    }
}
