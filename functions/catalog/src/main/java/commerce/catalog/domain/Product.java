package commerce.catalog.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Money;
import java.util.Optional;

/**
 * Something for sale, as the API shows it: {@code {"sku", "name", "price", "attributes", "version"}}.
 *
 * @param sku its key within the tenant
 * @param name for humans, in any script, 1 to 200 characters
 * @param price for one, in minor units; zero is allowed
 * @param attributes free-form, kept as they were given; an empty object if there are none
 * @param version 1 when created, one more with each change
 */
public record Product(String sku, String name, Money price, ObjectNode attributes, long version) {

    /** What a PUT says about a product. */
    public record Definition(String name, Money price, ObjectNode attributes) {}

    /** What a PUT means for what is there. */
    public sealed interface Change {

        /** There was none: this is its first version. */
        record Created(Product product) implements Change {}

        /** There was another: this is its next version. */
        record Replaced(Product product) implements Change {}

        /** It already is what the PUT asks for: nothing is written and nothing is told. */
        record Unchanged(Product product) implements Change {}
    }

    /** PUT replaces: what the definition does not say is gone. */
    public static Change put(String sku, Definition wanted, Optional<Product> current) {
        return current.<Change>map(product -> product.definition().equals(wanted)
                        ? new Change.Unchanged(product)
                        : new Change.Replaced(of(sku, wanted, product.version + 1)))
                .orElseGet(() -> new Change.Created(of(sku, wanted, 1)));
    }

    private static Product of(String sku, Definition definition, long version) {
        return new Product(sku, definition.name, definition.price, definition.attributes, version);
    }

    private Definition definition() {
        return new Definition(name, price, attributes);
    }
}
