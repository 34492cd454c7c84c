package commerce.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import commerce.kernel.testing.TestAws;
import commerce.local.simulators.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a paid order costs in DynamoDB calls; events add one mark each. */
class PaymentCostTest {

    private static final class Counter implements ExecutionInterceptor {

        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }

        List<String> take() {
            var taken = List.copyOf(calls);
            calls.clear();
            return taken;
        }
    }

    @Test
    void aPaidOrderTakesFiveCallsAndAClosedOneTwoMore() {
        var counter = new Counter();
        try (var aws = TestAws.start()) {
            var builder = aws.configure(DynamoDbClient.builder());
            builder.overrideConfiguration(override -> override.addExecutionInterceptor(counter));
            try (var dynamoDb = builder.build(); var till = new Till(dynamoDb)) {
                var paid = till.openOrder();
                assertEquals(List.of("UpdateItem", "UpdateItem"), counter.take(), "request-payment: claim, store the action");
                till.settle(paid, 1, Outcome.SUCCEEDED);
                assertEquals(List.of("PutItem"), counter.take(), "payment-webhook");
                till.applyInbox();
                assertEquals(List.of("UpdateItem", "UpdateItem"), counter.take(), "apply-notification: row, inbox");

                var unpaid = till.openOrder();
                counter.take();
                till.close(unpaid, "States.Timeout");
                assertEquals(List.of("GetItem", "UpdateItem"), counter.take(), "close-payment");
            }
        }
    }
}
