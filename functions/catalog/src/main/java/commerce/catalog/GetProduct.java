package commerce.catalog;

import commerce.catalog.domain.Product;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /products/{sku}} (public; tenant by {@link NamedTenant}): one product.
 *
 * <p>Out: 200 with the {@link Product}, without its price bounds. Problems: 400 if no tenant is named, 404 product-not-found. Writes nothing; one consistent read,
 * so that it shows what the last answered PUT said.
 */
@Singleton
@Named("get-product")
public class GetProduct extends HttpOperation {

    private final CatalogTable table;

    public GetProduct(CatalogTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = NamedTenant.of(request);
        var sku = request.path("sku", Names.SKU);
        return table.find(tenant, sku)
                .map(Product::withoutBounds)
                .map(HttpResponse::ok)
                .orElseThrow(() -> Problem.notFound("product", "there is no product " + sku).asException());
    }
}
