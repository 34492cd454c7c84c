package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.DESCRIBE;
import static commerce.ordering.OrderingUnderTest.MACHINE;
import static commerce.ordering.OrderingUnderTest.REDRIVE;
import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.kernel.testing.AwsStandIn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepairOrderTest {

    private OrderingUnderTest ordering;
    private String orderId;

    @BeforeEach
    void start() {
        ordering = new OrderingUnderTest();
        orderId = ordering.placed("alice", "k1");
    }

    @AfterEach
    void close() {
        ordering.close();
    }

    private Object stopped(String status, long stopDate) {
        var detail = Map.of("executionArn", "arn", "stateMachineArn", MACHINE, "name", orderId, "status", status, "stopDate", stopDate,
                "input", Json.write(Map.of("tenant", TENANT, "orderId", orderId)));
        return Map.of("Records", List.of(Map.of("messageId", "m1", "body", Json.write(Map.of("id", "e1", "source", "aws.states",
                "detail-type", "Step Functions Execution Status Change", "time", "2026-11-21T02:00:33Z", "detail", detail)))));
    }

    private void hear(String status, long stopDate) {
        ordering.consumed(ordering.repairOrder, stopped(status, stopDate));
    }

    private List<AwsStandIn.Call> redrives() {
        return ordering.aws.standIn().calls(REDRIVE);
    }

    /** What is written to standard output meanwhile: metrics go there. */
    private static String output(Runnable action) {
        var captured = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "TIMED_OUT", "ABORTED"})
    void aCheckoutThatStoppedUnfinishedRunsOn(String status) {
        hear(status, 1_000);

        var call = redrives().getFirst().input();
        assertEquals(MACHINE.replace("stateMachine", "execution") + ":" + orderId, call.path("executionArn").asText());
        assertEquals(1, ordering.order(orderId).repairs().count());
    }

    @Test
    void theSameFailureHeardTwiceCountsOnceAndIsRedrivenWithTheSameToken() {
        hear("FAILED", 1_000);
        hear("FAILED", 1_000);

        assertEquals(1, ordering.order(orderId).repairs().count());
        assertEquals(1, redrives().stream().map(call -> call.input().path("clientToken").asText()).distinct().count());
    }

    @Test
    void aRedriveThatFailedIsMadeUpForWhenTheMessageComesAgain() {
        ordering.aws.standIn().on(REDRIVE, input -> {
            throw new AwsStandIn.AwsError("AccessDeniedException", 400);
        });
        assertEquals(1, ordering.invoke(ordering.repairOrder, stopped("FAILED", 1_000)).path("batchItemFailures").size());
        ordering.aws.standIn().on(REDRIVE, input -> Map.of("redriveDate", 1));
        ordering.aws.standIn().forgetCalls();

        hear("FAILED", 1_000);

        assertEquals(1, redrives().size());
        assertEquals(1, ordering.order(orderId).repairs().count());
    }

    @Test
    void afterThreeRepairsAHumanIsCalledAndNothingIsRedriven() {
        var quiet = output(() -> {
            for (int failure = 1; failure <= 3; failure++) {
                hear("FAILED", failure * 1_000L);
            }
        });
        assertEquals(3, redrives().size());
        assertTrue(!quiet.contains("OrderRepairExhausted"), quiet);

        var alarm = output(() -> hear("FAILED", 4_000));

        assertEquals(3, redrives().size());
        assertTrue(alarm.contains("OrderRepairExhausted"), alarm);
        assertEquals(3, ordering.order(orderId).repairs().count());
    }

    @Test
    void anOldFailureHeardAfterANewerOneIsNotRedriven() {
        hear("FAILED", 2_000);
        hear("FAILED", 1_000);

        assertEquals(1, redrives().size());
        assertEquals(1, ordering.order(orderId).repairs().count());
    }

    @Test
    void anOrderThatHasEndedNeedsNothing() {
        ordering.invoke(ordering.cancelOrder, Map.of("tenant", TENANT, "orderId", orderId, "reason", "PAYMENT_TIMEOUT"));
        var before = ordering.table.all();

        hear("FAILED", 1_000);

        assertEquals(List.of(), redrives());
        assertEquals(before, ordering.table.all());
    }

    @Test
    void anExecutionThatCannotBeRedrivenCallsAHumanUnlessItIsAtWorkAgain() {
        ordering.aws.standIn().on(REDRIVE, input -> {
            throw new AwsStandIn.AwsError("ExecutionNotRedrivable", 400);
        });
        ordering.aws.standIn().on(DESCRIBE, input -> Map.of("name", orderId, "status", "RUNNING", "startDate", 1));
        assertTrue(!output(() -> hear("FAILED", 1_000)).contains("OrderRepairExhausted"));
        ordering.aws.standIn().on(DESCRIBE, input -> Map.of("name", orderId, "status", "ABORTED", "startDate", 1, "stopDate", 2));

        assertTrue(output(() -> hear("ABORTED", 2_000)).contains("OrderRepairExhausted"));
    }

    @Test
    void aCheckoutThatSucceededIsNoneOfItsBusiness() {
        hear("SUCCEEDED", 1_000);

        assertEquals(List.of(), redrives());
        assertEquals(1, ordering.order(orderId).version());
    }
}
