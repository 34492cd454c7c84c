package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.Access.PUBLIC;
import static commerce.infra.TableAction.BATCH_GET;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.QUERY;
import static commerce.infra.TableAction.UPDATE;

import software.constructs.Construct;

/** Products and their prices. */
final class CatalogStack extends ContextStack {

    private final Operation readProducts;

    CatalogStack(Construct scope, Deployment deployment, PlatformStack platform) {
        super(scope, "Catalog", deployment, platform);
        var products = table();

        http("PutProduct", "PUT /admin/products/{sku}", ADMIN).on(products, GET, UPDATE);
        http("GetProduct", "GET /products/{sku}", PUBLIC).on(products, GET);
        http("ListProducts", "GET /products", PUBLIC).on(products, QUERY);
        readProducts = lookup("ReadProducts").on(products, BATCH_GET);

        publishes("PublishCatalogEvents", "RepublishCatalogEvents");
    }

    /** For contexts that must know a product's name or price, or whether there is such a product. */
    Operation readProducts() {
        return readProducts;
    }
}
