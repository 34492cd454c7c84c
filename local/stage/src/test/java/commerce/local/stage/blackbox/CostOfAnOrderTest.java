package commerce.local.stage.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.harness.TestStage;
import commerce.local.stage.harness.Told;
import commerce.local.tools.bench.CheckoutBench;
import commerce.local.tools.client.HttpApi;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What a confirmed order costs on AWS, in calls, capacity units and state transitions. Seconds are only recorded, in docs/benchmarks.md. */
@QuarkusTest
class CostOfAnOrderTest {

    private static final int ORDERS = 40;

    @Inject
    TestStage stage;

    @Test
    void aConfirmedOrderTakesAtMostThirtyDynamoDbCallsAndSevenTransitions() {
        Told told = new Told();

        CheckoutBench.Measurement measured = new CheckoutBench(new HttpApi(stage.url()), told.stream()).measure(4, ORDERS);

        assertEquals(ORDERS, measured.round().orders());
        assertAtMost("30", measured.costs().callsPerOrder(ORDERS));
        assertAtMost("7", measured.costs().transitionsPerOrder(ORDERS));
        assertAtMost("160", measured.costs().writeUnitsPerOrder(ORDERS));
    }

    private static void assertAtMost(String limit, BigDecimal actual) {
        assertTrue(actual.signum() > 0 && actual.compareTo(new BigDecimal(limit)) <= 0, actual + " is more than " + limit + ", or nothing was counted");
    }
}
