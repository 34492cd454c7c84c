package commerce.inventory;

import commerce.inventory.domain.Stock;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * How much of a SKU there is. {@code GET /admin/products/{sku}/stock} answers {@code {sku, received, available, reserved, sold}}: zeros for a
 * product that never had a receipt, 404 for what is not a product.
 *
 * <p>One consistent read; the catalog is asked only when there are no counters.
 */
@Singleton
@Named("get-stock")
public class GetStock extends HttpOperation {

    private record Body(String sku, long received, long available, long reserved, long sold) {}

    private final InventoryTable table;
    private final Products products;

    public GetStock(InventoryTable table, Products products) {
        this.table = table;
        this.products = products;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var sku = request.path("sku", Names.SKU);
        var stock = table.findStock(tenant, sku).orElseGet(() -> {
            products.require(tenant, sku);
            return Stock.NONE;
        });
        return HttpResponse.ok(new Body(sku, stock.received(), stock.available(), stock.reserved(), stock.sold()));
    }
}
