package commerce.local.stage.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.VirtualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveSchedulerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The wall clock stands still: only advancing moves time. */
    private final VirtualClock clock = new VirtualClock(Clock.fixed(NOW, ZoneOffset.UTC));
    private final LiveScheduler scheduler = new LiveScheduler(clock);
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        scheduler.close();
    }

    private void note(String what) {
        happened.add(what + " at " + Duration.between(NOW, clock.instant()).toSeconds());
    }

    private void at(long seconds, String what) {
        scheduler.at(NOW.plusSeconds(seconds), Kind.TIMER, what, () -> note(what));
    }

    @Test
    void appointmentsFireInOrderOfTimeEachAtItsOwnTime() throws InterruptedException {
        at(30, "third");
        at(10, "first");
        at(20, "second");
        at(20, "second again");
        at(61, "too late");
        scheduler.advance(Duration.ofSeconds(60), PATIENCE);
        assertEquals(List.of("first at 10", "second at 20", "second again at 20", "third at 30"), happened);
        assertEquals(NOW.plusSeconds(60), clock.instant());
        assertEquals(1, scheduler.appointments().size());
    }

    @Test
    void whatAnAppointmentSetsInMotionEndsBeforeTheNextOneFires() throws InterruptedException {
        scheduler.at(NOW.plusSeconds(10), Kind.TIMER, "start", () -> scheduler.run(Kind.WORKFLOW, "slow", () -> {
            scheduler.run(Kind.WORKFLOW, "slower", () -> note("consequence"));
        }));
        at(11, "next");
        scheduler.advance(Duration.ofSeconds(60), PATIENCE);
        assertEquals(List.of("consequence at 10", "next at 11"), happened);
    }

    @Test
    void appointmentsMadeWhileAdvancingFireTooIfTheyFallDue() throws InterruptedException {
        scheduler.at(NOW.plusSeconds(10), Kind.TIMER, "first", () -> {
            note("first");
            at(25, "made on the way");
            at(5, "overdue when made");
        });
        at(30, "last");
        scheduler.advance(Duration.ofSeconds(60), PATIENCE);
        assertEquals(List.of("first at 10", "overdue when made at 10", "made on the way at 25", "last at 30"), happened);
    }

    @Test
    void aCancelledAppointmentDoesNotFire() throws InterruptedException {
        var appointment = scheduler.at(NOW.plusSeconds(10), Kind.TIMER, "never", () -> note("never"));
        appointment.cancel();
        scheduler.advance(Duration.ofSeconds(60), PATIENCE);
        assertEquals(List.of(), happened);
    }

    @Test
    void theClockDoesNotMoveWhileSomethingIsInFlightAndSaysWhat() {
        var ticket = scheduler.hold(Kind.DELIVERY, "the message nobody took");
        var failure = assertThrows(IllegalStateException.class, () -> scheduler.advance(Duration.ofSeconds(60), Duration.ofMillis(50)));
        assertTrue(failure.getMessage().contains("the message nobody took"), failure.getMessage());
        assertEquals(NOW, clock.instant());
        ticket.close();
    }

    @Test
    void anAppointmentThatIsDueFiresByItself() throws InterruptedException {
        var fired = new CountDownLatch(1);
        scheduler.at(NOW, Kind.TIMER, "due", fired::countDown);
        assertTrue(fired.await(10, TimeUnit.SECONDS));
    }

    @Test
    void workThatThrowsIsNotInFlightForEver() throws InterruptedException {
        scheduler.run(Kind.WORKFLOW, "broken", () -> {
            throw new IllegalStateException("on purpose");
        });
        assertTrue(scheduler.awaitQuiet(PATIENCE));
    }

    @Test
    void workThatWaitsForIdlenessStartsWhenOnlySuchWorkIsLeft() throws InterruptedException {
        var ticket = scheduler.hold(Kind.INVOCATION, "busy");
        scheduler.whenIdle(Duration.ofHours(1), Kind.DELIVERY, "batch one", () -> note("batch"));
        scheduler.whenIdle(Duration.ofHours(1), Kind.DELIVERY, "batch two", () -> note("batch"));
        assertFalse(scheduler.isQuiet());
        assertEquals(List.of(), happened);
        ticket.close();
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(2, happened.size());
    }

    @Test
    void workThatWaitsForIdlenessStartsAtOnceWhenNothingIsGoingOn() throws InterruptedException {
        scheduler.whenIdle(Duration.ofHours(1), Kind.DELIVERY, "batch", () -> note("batch"));
        assertTrue(scheduler.awaitQuiet(PATIENCE));
        assertEquals(1, happened.size());
    }

    @Test
    void workThatWaitsForIdlenessStartsAtTheLatestWhenItsTimeIsUp() throws InterruptedException {
        var started = new CountDownLatch(1);
        var ticket = scheduler.hold(Kind.INVOCATION, "busy");
        scheduler.whenIdle(Duration.ofMillis(20), Kind.DELIVERY, "batch", started::countDown);
        assertTrue(started.await(10, TimeUnit.SECONDS));
        ticket.close();
    }

    @Test
    void aTicketClosedTwiceIsClosedOnce() {
        var one = scheduler.hold(Kind.HTTP, "one");
        var other = scheduler.hold(Kind.HTTP, "other");
        one.close();
        one.close();
        assertFalse(scheduler.isQuiet());
        other.close();
        assertTrue(scheduler.isQuiet());
    }
}
