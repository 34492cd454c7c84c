package commerce.ordering;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/orders?status&customer&from&limit&cursor}: 200, a page of {@link OrderSummary} of the shop's orders, newest first;
 * 400 invalid-input. {@code from} is an instant or a day in UTC, the oldest moment of interest.
 *
 * <p>Reads the index page by page until the answer is full, at most {@value OrderingTable#READS_PER_PAGE} times: a rare status may come
 * with a short page and a cursor to go on with.
 */
@Singleton
@Named("search-orders")
public class SearchOrders extends HttpOperation {

    private final OrderingTable table;

    public SearchOrders(OrderingTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return HttpResponse.ok(table.list(OrderList.search(request), OrderList.ask(request)));
    }
}
