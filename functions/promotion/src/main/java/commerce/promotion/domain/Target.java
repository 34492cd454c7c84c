package commerce.promotion.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.TreeSet;

/**
 * Which products a rule or coupon is about: those it names by SKU or by category; all, if it names none.
 *
 * @param skus sorted
 * @param categories sorted
 */
public record Target(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> skus, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> categories) {

    public static final Target ALL = new Target(List.of(), List.of());

    public Target {
        skus = sorted(skus);
        categories = sorted(categories);
    }

    private static List<String> sorted(List<String> names) {
        return names == null ? List.of() : List.copyOf(new TreeSet<>(names));
    }

    public boolean isAll() {
        return skus.isEmpty() && categories.isEmpty();
    }

    public boolean covers(PricedProduct product) {
        return isAll() || skus.contains(product.sku()) || product.category().filter(categories::contains).isPresent();
    }
}
