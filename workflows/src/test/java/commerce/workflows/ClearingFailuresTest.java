package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.workflows.Faults.Fault;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every step of the clearing failed before, after, by time-out and by coming late, once and for good: run again, each merchant ends with one
 * settlement of all of its lines, paid once and stated.
 */
class ClearingFailuresTest {

    private static final Workflow CLEARING = Workflows.clearing();
    private static final List<String> ERRORS = List.of("commerce.kernel.Busy", "java.lang.IllegalStateException");
    /** More than any step is tried in one run. */
    private static final int FOR_GOOD = 1_000;
    private static final int MERCHANTS = 9;
    private static final int LINES = 2;

    @Test
    void undisturbedItIsDoneInOneRunPageByPage() {
        var day = new ClearingDay(MERCHANTS, LINES, 1, Faults.none(), "");
        var run = day.run(1);
        assertEquals("SUCCEEDED", run.execution().status().name(), () -> run.execution().toString());
        assertEquals("{\"status\":\"DONE\"}", run.execution().output().orElseThrow());
        assertWhole(day, "undisturbed");
    }

    @Test
    void aDayWithoutMerchantsIsDone() {
        var day = new ClearingDay(0, 0, 1, Faults.none(), "");
        assertEquals("{\"status\":\"DONE\"}", day.run(1).execution().output().orElseThrow());
    }

    @Test
    void whateverStepFailsHoweverItFailsTheNextRunEndsItWhole() {
        var incomplete = 0;
        for (var operation : CLEARING.substitutions().values()) {
            for (var fault : Fault.values()) {
                for (var times : List.of(1, 2, FOR_GOOD)) {
                    for (var error : ERRORS) {
                        var story = operation + " " + fault + " x" + times + " with " + error;
                        var broken = new boolean[] {true};
                        var plan = Faults.of(operation, fault, times);
                        var day = new ClearingDay(MERCHANTS, LINES, 1, (invoked, invocation) -> broken[0] ? plan.next(invoked, invocation) : Fault.NONE, error);
                        var first = day.run(1);
                        if (!first.execution().status().name().equals("SUCCEEDED")) {
                            incomplete++;
                            broken[0] = false;
                            assertEquals("SUCCEEDED", day.run(2).execution().status().name(), story);
                        }
                        assertWhole(day, story);
                    }
                }
            }
        }
        assertTrue(incomplete > 10, "a test in which nothing is left over proves little: " + incomplete);
    }

    @Test
    void whatKeepsFailingForOnePageKeepsNoOtherFromItsMoney() {
        var day = new ClearingDay(MERCHANTS, LINES, 1, Faults.none(), ERRORS.getLast());
        day.broken = "m00004";
        var run = day.run(1);
        assertEquals("FAILED", run.execution().status().name());
        assertEquals("ClearingIncomplete", run.execution().error().orElseThrow());
        assertEquals(MERCHANTS - 2, day.settlements.values().stream().filter(settlement -> settlement.stated).count(), "all but those of one page");
        day.broken = "";
        day.run(2);
        assertWhole(day, "again");
    }

    @Test
    void anyMixtureOfFailuresEndsWholeWithinFewNights() {
        var seed = Long.getLong("seed", 20_261_121L);
        System.out.println("any mixture of failures of a clearing: -Dseed=" + seed);
        var random = new Random(seed);
        for (int round = 0; round < 150; round++) {
            var percent = random.nextInt(60);
            var day = new ClearingDay(MERCHANTS, LINES, 1, Faults.anywhere(new Random(random.nextLong()), percent), ERRORS.get(random.nextInt(2)));
            for (int night = 1; night <= 60 && !day.status.equals("DONE"); night++) {
                day.run(night);
            }
            assertWhole(day, "round " + round + " of seed " + seed);
        }
    }

    @Test
    void aRunOf500PagesStaysWithinTheLimitsOfStepFunctions() {
        var day = new ClearingDay(1_000, 1, 100, Faults.none(), "");
        var run = day.run(1);
        assertEquals("SUCCEEDED", run.execution().status().name(), () -> run.execution().toString());
        var events = run.api().getExecutionHistory(run.execution().executionArn()).size();
        assertTrue(events < 25_000, "history events: " + events);
        assertTrue(day.largestPayload < 1_000, "merchants are never carried, page numbers are: " + day.largestPayload);
    }

    private static void assertWhole(ClearingDay day, String story) {
        assertEquals("DONE", day.status, story);
        assertEquals(day.unclaimed.keySet(), day.settlements.keySet(), story);
        day.settlements.forEach((merchant, settlement) -> {
            assertEquals("SEALED", settlement.status, story);
            assertTrue(settlement.stated, story);
            assertEquals(LINES, settlement.lines.stream().distinct().count(), story + " " + merchant);
            assertEquals(settlement.lines.size(), day.transfers.get(merchant), story + " " + merchant);
        });
    }
}
