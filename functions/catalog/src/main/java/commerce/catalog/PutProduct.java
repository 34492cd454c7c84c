package commerce.catalog;

import commerce.catalog.domain.Product;
import commerce.catalog.domain.Product.Change;
import commerce.kernel.Body;
import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Json;
import commerce.kernel.Names;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code PUT /admin/products/{sku}} (scope admin): creates a product or replaces it.
 *
 * <p>In: {@code {"name", "price": Money, "priceFloor"?: Money, "priceCeiling"?: Money, "merchantId"?, "attributes"?: object of at most 16 KB}}. No {@code Idempotency-Key}: a PUT is idempotent, and
 * repeating it changes nothing. Out: 201 or 200 with the {@link Product}. Problems: 400 invalid-input, 413, 503 try-again.
 *
 * <p>Transaction boundary: one conditional update of the product with its {@code product.changed.v1}. Of two PUTs at once both are
 * applied, one after the other, each with its own version.
 */
@Singleton
@Named("put-product")
public class PutProduct extends HttpOperation {

    private static final int MAX_NAME = 200;
    private static final int MAX_ATTRIBUTES_BYTES = 16 * 1024;
    private static final int ATTEMPTS = 10;

    private final CatalogTable table;
    private final Clock clock;

    public PutProduct(CatalogTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var sku = request.newKey("sku", Names.SKU);
        var wanted = read(tenant, request.body());
        var current = table.find(tenant, sku);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var change = Product.put(sku, wanted, current);
            var written = switch (change) {
                case Change.Created(var product) -> write(tenant, product);
                case Change.Replaced(var product) -> write(tenant, product);
                case Change.Unchanged _ -> new CatalogTable.Written.Done();
            };
            switch (written) {
                case CatalogTable.Written.Done() -> {
                    return answer(change);
                }
                case CatalogTable.Written.Overtaken(var now) -> current = Optional.of(now);
            }
        }
        throw new Busy("other writers of product " + sku + " kept winning", null);
    }

    private static Product.Definition read(String tenant, Body body) {
        var name = body.label("name", MAX_NAME);
        var price = body.money("price", 0);
        var priceFloor = body.optionalMoney("priceFloor", 0);
        var priceCeiling = body.optionalMoney("priceCeiling", 0);
        var merchantId = body.optionalText("merchantId", Names.MERCHANT_ID).orElse(tenant);
        var attributes = body.optionalJson("attributes").orElseGet(Json::object);
        body.end();
        var bytes = Json.write(attributes).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_ATTRIBUTES_BYTES) {
            throw body.refuse("attributes", "must have at most " + MAX_ATTRIBUTES_BYTES + " bytes of JSON, they have " + bytes);
        }
        var definition = new Product.Definition(name, price, priceFloor, priceCeiling, merchantId, attributes);
        definition.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return definition;
    }

    private CatalogTable.Written write(String tenant, Product product) {
        var now = clock.instant();
        var event = Event.of("commerce.catalog", "product.changed.v1", tenant, product.sku(), Long.toString(product.version()), now, product);
        return table.replaceIfVersion(tenant, product, event, now);
    }

    private static HttpResponse answer(Change change) {
        return switch (change) {
            case Change.Created(var product) -> HttpResponse.created(product);
            case Change.Replaced(var product) -> HttpResponse.ok(product);
            case Change.Unchanged(var product) -> HttpResponse.ok(product);
        };
    }
}
