package commerce.payment;

import commerce.kernel.FunctionInvoker;
import commerce.kernel.FunctionInvoker.InvocationFailed;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Asks ordering about an order this context has no row for: only to tell "no such order" from "not at that point". */
@Singleton
public class Orders {

    private static final String UNKNOWN = "commerce.ordering.OrderUnknown";

    private final FunctionInvoker functions;

    public Orders(FunctionInvoker functions) {
        this.functions = functions;
    }

    /** What is read of an order here. */
    record Order(String orderId, String status, String customer) {}

    Optional<Order> find(String tenant, String orderId) {
        try {
            return Optional.of(functions.invoke("DESCRIBE_ORDER_FUNCTION", Map.of("tenant", tenant, "orderId", orderId), Order.class));
        } catch (InvocationFailed failure) {
            if (failure.errorType().equals(UNKNOWN)) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
