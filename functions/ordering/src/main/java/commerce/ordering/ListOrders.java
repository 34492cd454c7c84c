package commerce.ordering;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /orders?limit&cursor}: 200, a page of {@link OrderSummary}, the caller's own orders, newest first; 400 invalid-input.
 * One query of the index, which may lag behind by a moment; get-order does not.
 */
@Singleton
@Named("list-orders")
public class ListOrders extends HttpOperation {

    private final OrderingTable table;

    public ListOrders(OrderingTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(table.list(OrderList.ofCustomer(request.tenant(), request.subject()), OrderList.ask(request)));
    }
}
