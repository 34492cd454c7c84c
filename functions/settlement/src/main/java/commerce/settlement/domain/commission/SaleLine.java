package commerce.settlement.domain.commission;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * One line of an order that is settled.
 *
 * @param merchantId who is owed its money
 * @param quantity pieces
 * @param net what it cost after discounts
 */
public record SaleLine(String sku, String merchantId, Optional<String> category, long quantity, Money net) {}
