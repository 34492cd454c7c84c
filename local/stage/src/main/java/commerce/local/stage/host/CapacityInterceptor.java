package commerce.local.stage.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;

/** Asks for the consumed capacity with every DynamoDB call, and passes on what was consumed. */
final class CapacityInterceptor implements ExecutionInterceptor {

    private static final Set<String> READS =
            Set.of("GetItemResponse", "BatchGetItemResponse", "QueryResponse", "ScanResponse", "TransactGetItemsResponse");

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        var request = context.request();
        if (!(request instanceof DynamoDbRequest)) {
            return request;
        }
        Optional<SdkField<?>> field = request.sdkFields().stream().filter(each -> each.memberName().equals("ReturnConsumedCapacity")).findFirst();
        if (field.isEmpty()) {
            return request;
        }
        var builder = request.toBuilder();
        field.get().set(builder, "TOTAL");
        return builder.build();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof DynamoDbRequest && Invocation.CURRENT.isBound()) {
            var response = context.response();
            consumed(response).forEach(each -> {
                if (each.capacityUnits() != null) {
                    Invocation.CURRENT.get().capacity().consumed(!READS.contains(response.getClass().getSimpleName()), each.capacityUnits());
                }
            });
        }
    }

    private static Collection<ConsumedCapacity> consumed(SdkResponse response) {
        return switch (response.getValueForField("ConsumedCapacity", Object.class).orElse(null)) {
            case ConsumedCapacity one -> List.of(one);
            case Collection<?> several -> several.stream().map(ConsumedCapacity.class::cast).toList();
            case null, default -> List.of();
        };
    }
}
