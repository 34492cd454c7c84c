package commerce.ordering;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.ordering.domain.Decision;
import commerce.ordering.domain.Order;
import commerce.ordering.domain.OrderStatus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code POST /orders/{orderId}/cancellation}, no body: the customer's wish to end an order that is not paid.
 *
 * <p>202 {@link OrderView}, however often it is asked; the order ends CANCELLED a moment later, unless the money was faster. 404
 * order-not-found; 409 already-paid once it is CONFIRMED, 409 order-rejected. One read and, the first time, one conditional write that
 * notes the wish together with order.cancellation_requested.v1, which makes the payment context close the payment.
 */
@Singleton
@Named("request-cancellation")
public class RequestCancellation extends HttpOperation {

    private final Orders orders;

    public RequestCancellation(Orders orders) {
        this.orders = orders;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        request.noBody();
        var customer = request.subject();
        var orderId = OrderView.orderId(request);
        var order = orders.find(request.tenant(), orderId).filter(found -> found.belongsTo(customer)).orElseThrow(() -> OrderView.notFound(orderId));
        return switch (orders.decide(order, Order::requestCancellation)) {
            case Decision.Changed(var after, var _) -> HttpResponse.json(202, OrderView.of(after));
            case Decision.Unchanged(var same) -> HttpResponse.json(202, OrderView.of(same));
            case Decision.Refused(var ended) -> throw refused(orderId, ended.status());
        };
    }

    private static RuntimeException refused(String orderId, OrderStatus status) {
        return switch (status) {
            case CONFIRMED -> Problem.conflict("already-paid", "The order is paid",
                    "order " + orderId + " is paid and confirmed; it can only be refunded: POST /admin/orders/" + orderId + "/refunds").asException();
            case REJECTED -> Problem.conflict("order-rejected", "The order was rejected",
                    "order " + orderId + " was rejected; nothing is held and nothing will be paid").asException();
            case PENDING, AWAITING_PAYMENT, CANCELLED -> new IllegalStateException("an order that is " + status + " may be cancelled");
        };
    }
}
