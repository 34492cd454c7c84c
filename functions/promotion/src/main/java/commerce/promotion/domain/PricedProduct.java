package commerce.promotion.domain;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * A product as the catalogue sells it now.
 *
 * @param price for one: the list price
 * @param priceFloor no repricing and no discount brings one below it; of the price's currency
 * @param priceCeiling no repricing brings one above it; of the price's currency
 * @param category what rules and coupons may name instead of the SKU
 * @param merchantId who is owed its money; handed on to the order, no price depends on it
 */
public record PricedProduct(String sku, String name, Money price, Optional<Money> priceFloor, Optional<Money> priceCeiling, Optional<String> category, Optional<String> merchantId) {

    public PricedProduct(String sku, String name, Money price) {
        this(sku, name, price, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public PricedProduct(String sku, String name, Money price, Optional<Money> priceFloor, Optional<Money> priceCeiling, Optional<String> category) {
        this(sku, name, price, priceFloor, priceCeiling, category, Optional.empty());
    }

    /** Zero, if it has none. */
    public Money floor() {
        return priceFloor.orElseGet(price::zero);
    }
}
