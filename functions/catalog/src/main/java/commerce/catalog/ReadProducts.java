package commerce.catalog;

import commerce.catalog.domain.Product;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Invoked by other contexts, read-only: names and prices of some products, and which of the SKUs do not exist.
 *
 * <p>In: {@code {"tenant", "skus": [at most 50 distinct]}}. Out: {@code {"products": [{"sku", "name", "price", "priceFloor"?, "priceCeiling"?, "category"?, "merchantId"}], "unknown": [sku]}}, both
 * sorted by SKU. Consistent: whatever PUT was answered is seen. Fails with {@link commerce.kernel.Busy} if the table is throttled.
 */
@Singleton
@Named("read-products")
public class ReadProducts extends TaskOperation<ReadProducts.Input, ReadProducts.Output> {

    private final CatalogTable table;

    public ReadProducts(CatalogTable table) {
        super(Input.class);
        this.table = table;
    }

    public record Input(String tenant, List<String> skus) {}

    /** What pricing needs of a product, see {@link Product}. */
    public record Priced(String sku, String name, Money price, Optional<Money> priceFloor, Optional<Money> priceCeiling, Optional<String> category, String merchantId) {

        static Priced of(Product product) {
            return new Priced(product.sku(), product.name(), product.price(), product.priceFloor(), product.priceCeiling(), product.category(), product.merchantId());
        }
    }

    public record Output(List<Priced> products, List<String> unknown) {}

    @Override
    protected Output handle(Input input) {
        var asked = new TreeSet<>(input.skus());
        if (asked.size() > Line.MAX_LINES) {
            throw new IllegalArgumentException("at most " + Line.MAX_LINES + " distinct SKUs are read at once, not " + asked.size());
        }
        var found = table.findAll(input.tenant(), List.copyOf(asked)).stream().collect(Collectors.toMap(Product::sku, Function.identity()));
        return new Output(
                found.values().stream().sorted(Comparator.comparing(Product::sku)).map(Priced::of).toList(),
                asked.stream().filter(sku -> !found.containsKey(sku)).toList());
    }
}
