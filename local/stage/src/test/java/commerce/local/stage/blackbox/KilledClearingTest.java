package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.FaultInjector.Point;
import commerce.local.stage.harness.TestStage;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A clearing that dies half-way, wherever: started again it ends with one settlement for each merchant and date. A function dies between two
 * of its calls to AWS, drawn anew each time ({@code -Dcommerce.deaths=20 -Dcommerce.deaths.seed=1} for the same twenty, {@code all} for each
 * one); and each step of the workflow is out of order until the run has ended.
 */
@QuarkusTest
class KilledClearingTest {

    private static final List<String> STEPS = List.of("plan-clearing", "claim-lines", "seal-settlements", "pay-merchants", "write-statements", "finish-clearing");
    private static final String HOW_MANY = System.getProperty("commerce.deaths", "8");
    private static final long SEED = Long.getLong("commerce.deaths.seed", System.nanoTime());
    private static final int NEVER = 1_000_000;
    private static final int FOR_GOOD = 1_000;
    /** Longer than a step's retries, or the workflow's first ones, take together. */
    private static final int A_MOMENT = 90;
    private static final Map<String, Long> OWED = Map.of("alpha", 9_440L, "beta", 9_440L);

    @Inject
    TestStage stage;

    private final Random random = new Random(SEED);
    private LocalDate date;

    /** @param nth the function's call, counted over all its invocations; it has taken effect or not */
    private record Death(String operation, int nth, boolean after) {}

    @BeforeAll
    static void empty() {
        TestStage.current().emptied();
    }

    @AfterEach
    void mend() {
        stage.stage().faults().disarmAll();
    }

    /** Shops with the same day behind them. */
    private List<ShopToClear> shops(int count) {
        var shops = IntStream.range(0, count).mapToObj(shop -> new ShopToClear(new HttpApi(stage.url()))).toList();
        date = shops.getFirst().today();
        shops.forEach(shop -> {
            shop.sells("alpha", "beta");
            shop.sold(1, "alpha", "beta");
        });
        shops.getFirst().advanceTo(ShopToClear.cutOff(date));
        return shops;
    }

    /** As an operator does: starts it again until it is done. */
    private void insist(ShopToClear shop, String story) {
        for (int tries = 0; tries < 5; tries++) {
            shop.start(date);
            shop.controls().advance(A_MOMENT);
            if (shop.look(date).json().path("status").asText().equals("DONE")) {
                assertWhole(shop, story, "001");
                return;
            }
        }
        throw new AssertionError(story + ": " + shop.look(date).text());
    }

    private void assertWhole(ShopToClear shop, String story, String sequence) {
        assertEquals(OWED, shop.paidOut(date), story);
        assertEquals(Map.of(), shop.balances("merchant_payable"), story);
        assertEquals(Map.of("alpha", -9_440L, "beta", -9_440L), shop.balances("payout_clearing"), story);
        var day = date.toString().replace("-", "");
        assertEquals(9_440L, shop.stated(date, "alpha", "alpha_" + day + "_" + sequence), story);
        assertEquals(9_440L, shop.stated(date, "beta", "beta_" + day + "_001"), story);
    }

    private List<Death> deathsOf(ShopToClear shop) {
        var operations = new ArrayList<>(STEPS);
        operations.add("start-clearing");
        operations.forEach(operation -> stage.stage().faults().arm(new KillFault(operation, "*", "*", false, NEVER, NEVER, 1)));
        shop.clear(date);
        var deaths = new ArrayList<Death>();
        for (var fault : stage.stage().faults().armed()) {
            if (fault instanceof KillFault count) {
                for (int nth = 1; nth <= NEVER - count.left(); nth++) {
                    deaths.add(new Death(count.operation(), nth, false));
                    deaths.add(new Death(count.operation(), nth, true));
                }
            }
        }
        mend();
        Collections.shuffle(deaths, random);
        return deaths;
    }

    @Test
    void whereverAFunctionDiesTheDateEndsWithOneSettlementForEachMerchant() {
        var first = shops(1).getFirst();
        var deaths = deathsOf(first);
        assertTrue(deaths.size() > 60, () -> "so few ways to die: " + deaths);
        var chosen = HOW_MANY.equals("all") ? deaths : deaths.subList(0, Math.min(deaths.size(), Integer.parseInt(HOW_MANY)));
        System.out.printf("clearing: %d of %d ways to die, seed %d%n", chosen.size(), deaths.size(), SEED);
        var shops = shops(chosen.size());
        for (int i = 0; i < chosen.size(); i++) {
            var death = chosen.get(i);
            stage.stage().faults().arm(new KillFault(death.operation(), "*", "*", death.after(), death.nth(), death.nth(), 1));
            insist(shops.get(i), death + ", seed " + SEED);
            assertEquals(List.of(), stage.stage().faults().armed(), () -> death + " did not happen, seed " + SEED);
        }
    }

    @Test
    void whicheverStepIsOutOfOrderUntilTheRunHasEndedTheNextRunEndsItWhole() {
        var shops = shops(STEPS.size()).iterator();
        for (var step : STEPS) {
            var shop = shops.next();
            var point = random.nextBoolean() ? Point.BEFORE : Point.AFTER;
            stage.stage().faults().arm(new InvocationFault(step, point, "java.lang.IllegalStateException", "out of order", FOR_GOOD));
            shop.start(date).expect(202);
            shop.controls().advance(A_MOMENT);
            var lastWordKept = point == Point.AFTER && step.equals(STEPS.getLast());
            assertEquals(lastWordKept, shop.look(date).json().path("status").asText().equals("DONE"), step + " out of order " + point);
            mend();
            insist(shop, step);
        }
    }

    @Test
    void whatDoesNotAddUpFailsIsKeptAndIsSettledUnderTheNextNumberWhileTheOtherMerchantIsPaid() {
        var shop = shops(1).getFirst();
        var uneven = new UnevenClearing(stage, shop, date);

        var failed = uneven.clear(1);
        assertEquals(List.of("INCOMPLETE", "1", "1"), List.of(failed.path("status").asText(), failed.path("settled").asText(), failed.path("failed").asText()), failed::toString);
        assertEquals(Map.of("beta", 9_440L), shop.paidOut(date));
        shop.statement(date, "alpha", "csv").expect(404);

        uneven.setNetOfAlphasLine(9_440);
        assertEquals("DONE", shop.clear(date).path("status").asText());
        assertWhole(shop, "mended", "002");
    }
}
