package commerce.infra;

import static commerce.infra.Access.ADMIN;
import static commerce.infra.TableAction.BATCH_GET;
import static commerce.infra.TableAction.DELETE;
import static commerce.infra.TableAction.GET;
import static commerce.infra.TableAction.PUT;
import static commerce.infra.TableAction.UPDATE;

import software.constructs.Construct;

/** Stock per SKU and what each order holds of it. */
final class InventoryStack extends ContextStack {

    private final Operation readStock;
    private final Operation reserveStock;
    private final Operation releaseStock;
    private final Operation commitStock;

    InventoryStack(Construct scope, Deployment deployment, PlatformStack platform, CatalogStack catalog) {
        super(scope, "Inventory", deployment, platform);
        var stock = table();

        http("ReceiveStock", "POST /admin/products/{sku}/receipts", ADMIN).on(stock, PUT, UPDATE, DELETE).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts());
        http("AdjustStock", "POST /admin/products/{sku}/adjustments", ADMIN).on(stock, PUT, UPDATE, DELETE).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts());
        http("GetStock", "GET /admin/products/{sku}/stock", ADMIN).on(stock, GET).asks("READ_PRODUCTS_FUNCTION", catalog.readProducts());

        readStock = lookup("ReadStock").on(stock, BATCH_GET);
        reserveStock = refusableTask("ReserveStock").on(stock, PUT, UPDATE);
        releaseStock = task("ReleaseStock").on(stock, GET, PUT, UPDATE);
        commitStock = task("CommitStock").on(stock, GET, UPDATE);
        consumer("ReturnStock", "payment", "refund.succeeded.v1").on(stock, GET, UPDATE);

        publishes("PublishInventoryEvents", "RepublishInventoryEvents");
    }

    /** How much there is to be had, for pricing. */
    Operation readStock() {
        return readStock;
    }

    Operation reserveStock() {
        return reserveStock;
    }

    Operation releaseStock() {
        return releaseStock;
    }

    Operation commitStock() {
        return commitStock;
    }
}
