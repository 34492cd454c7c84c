package commerce.ordering;

import commerce.kernel.Outcomes;
import commerce.ordering.domain.Decision;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderStatus;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** What confirm-order, reject-order and cancel-order have in common: end the order once, count it once, refuse to end it twice differently. */
@Singleton
public class OrderEnding {

    private static final Logger LOG = Logger.getLogger(OrderEnding.class);

    private final Orders orders;

    public OrderEnding(Orders orders) {
        this.orders = orders;
    }

    /**
     * The order's final status.
     *
     * @param status as wanted
     */
    public record Ended(OrderStatus status) {}

    /**
     * @param metric counted if the order ends by this call
     * @param reason the metric's dimension
     * @throws OrderUnknown if there is no such order
     * @throws OrderDecidedOtherwise if its status forbids it
     */
    Ended end(String tenant, String orderId, OrderStatus wanted, String metric, String reason, BiFunction<Order, Instant, Decision> rule) {
        return switch (orders.decide(tenant, orderId, rule)) {
            case Decision.Changed(var _, var _) -> {
                Outcomes.count(metric, "reason", reason);
                yield new Ended(wanted);
            }
            case Decision.Unchanged(var _) -> new Ended(wanted);
            case Decision.Refused(var order) -> {
                LOG.errorf("order %s is %s and cannot become %s (%s)", orderId, order.status(), wanted, reason);
                Outcomes.count("OrderTransitionsRefused", "status", order.status().name());
                throw new OrderDecidedOtherwise(orderId, order.status(), wanted);
            }
        };
    }
}
