package commerce.local.stage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.FaultInjector.CallFault;
import commerce.local.stage.FaultInjector.InvocationFault;
import commerce.local.stage.FaultInjector.KillFault;
import commerce.local.stage.FaultInjector.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArmedFaultsTest {

    private final ArmedFaults faults = new ArmedFaults();

    private static InvocationFault fault(String operation, int count) {
        return new InvocationFault(operation, Point.BEFORE, "Lambda.ServiceException", "on purpose", count);
    }

    @Test
    void aFaultArmedForThreeStrikesThreeTimesHoweverManyAsk() {
        faults.arm(fault("ship", 3));
        var struck = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> faults.strikeInvocation("ship").ifPresent(fault -> struck.incrementAndGet()));
            }
        }
        assertEquals(3, struck.get());
        assertEquals(List.of(), faults.armed());
    }

    @Test
    void aFaultStrikesOnlyWhatItNames() {
        faults.arm(fault("ship", 1));
        assertTrue(faults.strikeInvocation("pack").isEmpty());
        assertTrue(faults.strike("ship", "DynamoDB", "PutItem").isEmpty());
        assertTrue(faults.strikeInvocation("ship").isPresent());
    }

    @Test
    void aStarFitsAnything() {
        faults.arm(new CallFault("*", "DynamoDB", "*", false, 500, "InternalServerError", 2));
        assertTrue(faults.strike("ship", "EventBridge", "PutEvents").isEmpty());
        assertTrue(faults.strike("ship", "DynamoDB", "PutItem").isPresent());
        assertEquals(1, faults.armed().getFirst().count());
    }

    @Test
    void aKillStrikesAtTheCallItNames() {
        faults.arm(new KillFault("ship", "DynamoDB", "*", true, 3, 3, 1));
        for (int call = 1; call <= 2; call++) {
            assertTrue(faults.strikeKill("ship", "DynamoDB", "PutItem").isEmpty());
            assertTrue(faults.strikeKill("ship", "EventBridge", "PutEvents").isEmpty());
            assertTrue(faults.strikeKill("pack", "DynamoDB", "PutItem").isEmpty());
        }
        assertEquals(List.of(new KillFault("ship", "DynamoDB", "*", true, 3, 1, 1)), faults.armed());
        assertTrue(faults.strikeKill("ship", "DynamoDB", "GetItem").isPresent());
        assertEquals(List.of(), faults.armed());
        assertTrue(faults.strikeKill("ship", "DynamoDB", "GetItem").isEmpty());
    }

    @Test
    void aKillArmedTwiceCountsAnewAfterItStruck() {
        faults.arm(new KillFault("*", "*", "*", false, 2, 2, 2));
        var struck = new ArrayList<Boolean>();
        for (int call = 1; call <= 5; call++) {
            struck.add(faults.strikeKill("ship", "DynamoDB", "PutItem").isPresent());
        }
        assertEquals(List.of(false, true, false, true, false), struck);
    }

    @Test
    void theOldestStrikesFirst() {
        faults.arm(fault("*", 1));
        faults.arm(fault("ship", 1));
        assertEquals("*", faults.strikeInvocation("ship").orElseThrow().operation());
        assertEquals("ship", faults.strikeInvocation("ship").orElseThrow().operation());
    }

    @Test
    void disarmedNothingStrikes() {
        faults.arm(fault("ship", 5));
        faults.disarmAll();
        assertTrue(faults.strikeInvocation("ship").isEmpty());
    }

    @Test
    void aFaultThatWouldNeverStrikeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> faults.arm(fault("ship", 0)));
    }
}
