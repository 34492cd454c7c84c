package commerce.catalog;

import commerce.catalog.domain.Product;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /products?tenant&limit&cursor} (public; tenant by {@link NamedTenant}): the catalogue in the order of SKUs.
 *
 * <p>Out: 200 with a {@link Page} of {@link Product}s without their price bounds; a page can be shorter than the limit if its products are large. Problems: 400 if
 * no tenant is named, or on a bad limit or cursor. Writes nothing; one eventually consistent query, whatever the page.
 */
@Singleton
@Named("list-products")
public class ListProducts extends HttpOperation {

    private final CatalogTable table;

    public ListProducts(CatalogTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = NamedTenant.of(request);
        var ask = Page.ask(request);
        if (ask.after().filter(sku -> !Names.SKU.matcher(sku).matches()).isPresent()) {
            throw Problem.invalidInput("cursor", "the query parameter cursor must be a nextCursor of this list, unchanged").asException();
        }
        return HttpResponse.ok(shown(table.list(tenant, ask.limit(), ask.after())));
    }

    private static Page<Product> shown(Page<Product> page) {
        return new Page<>(page.items().stream().map(Product::withoutBounds).toList(), page.nextCursor());
    }
}
