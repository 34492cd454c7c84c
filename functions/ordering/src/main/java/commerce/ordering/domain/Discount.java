package commerce.ordering.domain;

import commerce.kernel.Money;

/**
 * What one pricing step took off.
 *
 * @param step the pricing step, for example {@code coupon}
 * @param code what caused it, for example the coupon's code
 * @param reason for the buyer to read
 * @param amount how much, as the quote gave it
 */
public record Discount(String step, String code, String reason, Money amount) {}
