package commerce.ordering;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** {@code GET /orders/{orderId}}: 200 {@link OrderView} of the caller's own order; 404 order-not-found. One consistent read. */
@Singleton
@Named("get-order")
public class GetOrder extends HttpOperation {

    private final Orders orders;

    public GetOrder(Orders orders) {
        this.orders = orders;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var customer = request.subject();
        var orderId = OrderView.orderId(request);
        return orders.find(request.tenant(), orderId)
                .filter(order -> order.belongsTo(customer))
                .map(order -> HttpResponse.ok(OrderView.of(order)))
                .orElseThrow(() -> OrderView.notFound(orderId));
    }
}
