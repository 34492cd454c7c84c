package commerce.ordering;

import static commerce.ordering.OrderingUnderTest.TENANT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.Json;
import commerce.kernel.testing.Lambda;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** The DynamoDB calls that one confirmed order costs in this context. */
class CostOfAnOrderTest {

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    private final ExecutionInterceptor counter = new ExecutionInterceptor() {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    };

    private List<String> callsOf(Runnable action) {
        calls.clear();
        action.run();
        return List.copyOf(calls);
    }

    @Test
    void aConfirmedOrderCostsNineCalls() {
        try (var ordering = new OrderingUnderTest(counter)) {
            var id = new String[1];
            assertEquals(List.of("PutItem", "TransactWriteItems"), callsOf(() -> id[0] = ordering.placed("alice", "k1")));
            var orderId = id[0];
            assertEquals(List.of("UpdateItem"), callsOf(() -> publish(ordering, orderId)));
            assertEquals(List.of(), callsOf(() -> ordering.consumed(ordering.startCheckout, OrderingUnderTest.message("order.placed.v1", orderId, Map.of()))));
            assertEquals(List.of("GetItem"), callsOf(() -> ordering.invoke(ordering.describeOrder, Map.of("tenant", TENANT, "orderId", orderId))));
            assertEquals(List.of("UpdateItem"), callsOf(() -> ordering.consumed(ordering.recordPayment, OrderingUnderTest.paymentNews("payment.requested.v1", orderId, 1))));
            assertEquals(List.of("UpdateItem"), callsOf(() -> publish(ordering, orderId)));
            assertEquals(List.of("GetItem", "UpdateItem"), callsOf(() -> ordering.invoke(ordering.confirmOrder,
                    Map.of("tenant", TENANT, "orderId", orderId, "paymentId", TENANT + "_" + orderId + "_1", "provider", "simulator"))));
            assertEquals(List.of("UpdateItem"), callsOf(() -> publish(ordering, orderId)));
            assertEquals(List.of(), ordering.table.outbox());
        }
    }

    /** The stream's record of the order as it is now. */
    private static void publish(OrderingUnderTest ordering, String orderId) {
        var pk = TENANT + "#ORDER#" + orderId;
        var image = Json.object();
        ordering.table.get(pk, "ORDER").forEach((name, value) -> {
            if (value.s() != null) {
                image.putObject(name).put("S", value.s());
            } else if (value.n() != null) {
                image.putObject(name).put("N", value.n());
            }
        });
        var keys = Json.object();
        keys.putObject("pk").put("S", pk);
        keys.putObject("sk").put("S", "ORDER");
        var batch = Map.of("Records", List.of(Map.of("dynamodb", Map.of("Keys", keys, "NewImage", image, "SequenceNumber", "1"))));
        assertEquals(0, Lambda.invoke(ordering.publishEvents, batch, ordering.environment()).path("batchItemFailures").size());
    }
}
