package commerce.catalog.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Money;
import java.util.Optional;

/**
 * Something for sale, as the API shows it: {@code {"sku", "name", "price", "priceFloor"?, "priceCeiling"?, "merchantId", "attributes", "version"}}.
 *
 * @param sku its key within the tenant
 * @param name for humans, in any script, 1 to 200 characters
 * @param price for one, in minor units; zero is allowed
 * @param priceFloor for one: no rule, offer or coupon brings the product below it
 * @param priceCeiling for one: no rule brings the product above it
 * @param merchantId who is owed the money for it; the tenant, unless said
 * @param attributes free-form, kept as they were given; an empty object if there are none. A text named {@code category} is the product's
 *     category for pricing
 * @param version 1 when created, one more with each change
 */
public record Product(String sku, String name, Money price, Optional<Money> priceFloor, Optional<Money> priceCeiling, String merchantId, ObjectNode attributes, long version) {

    /** What a PUT says about a product. */
    public record Definition(String name, Money price, Optional<Money> priceFloor, Optional<Money> priceCeiling, String merchantId, ObjectNode attributes) {

        /** What is wrong with a definition: the field and what it must be. */
        public record Fault(String field, String must) {}

        /** The first rule this definition breaks, or empty if it is a good one. */
        public Optional<Fault> fault() {
            return foreign("priceFloor", priceFloor).or(() -> foreign("priceCeiling", priceCeiling))
                    .or(() -> priceFloor.filter(floor -> floor.compareTo(price) > 0).map(_ -> new Fault("priceFloor.amount", "must not be above the price")))
                    .or(() -> priceCeiling.filter(ceiling -> ceiling.compareTo(price) < 0).map(_ -> new Fault("priceCeiling.amount", "must not be below the price")));
        }

        private Optional<Fault> foreign(String field, Optional<Money> bound) {
            return bound.filter(money -> !money.currency().equals(price.currency())).map(_ -> new Fault(field + ".currency", "must be the price's, " + price.currency()));
        }
    }

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
        return new Product(sku, definition.name, definition.price, definition.priceFloor, definition.priceCeiling, definition.merchantId, definition.attributes, version);
    }

    private Definition definition() {
        return new Definition(name, price, priceFloor, priceCeiling, merchantId, attributes);
    }

    /** What pricing may call it beside its SKU. */
    public Optional<String> category() {
        return Optional.of(attributes.path("category")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** What anybody may see: how far its price can move is the shop's own business. */
    public Product withoutBounds() {
        return new Product(sku, name, price, Optional.empty(), Optional.empty(), merchantId, attributes, version);
    }
}
