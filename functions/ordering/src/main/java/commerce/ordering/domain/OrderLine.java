package commerce.ordering.domain;

import commerce.kernel.Line;
import commerce.kernel.Money;
import java.util.Optional;

/**
 * One product of an order at the price it was ordered for. Frozen when the order is placed.
 *
 * @param sku the product's key
 * @param name what it was called then
 * @param quantity pieces, 1 to {@value Line#MAX_QUANTITY}
 * @param unitPrice of one piece
 * @param amount {@code unitPrice * quantity}, before discounts
 * @param category of the product, if it has one
 * @param merchantId who is owed its money; absent on orders older than merchants, whose money is the tenant's
 */
public record OrderLine(String sku, String name, long quantity, Money unitPrice, Money amount, Optional<String> category, Optional<String> merchantId) {

    public Line line() {
        return new Line(sku, quantity);
    }
}
