package commerce.promotion.domain;

import commerce.kernel.Money;

/**
 * A product as the catalogue sells it now.
 *
 * @param price for one
 */
public record PricedProduct(String sku, String name, Money price) {}
