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
 * @param gift why it costs nothing, if it comes as a gift; the same product may be bought beside it
 */
public record OrderLine(String sku, String name, long quantity, Money unitPrice, Money amount, Optional<String> category, Optional<String> merchantId, Optional<Gift> gift) {

    public OrderLine {
        gift = gift == null ? Optional.empty() : gift;
    }

    /** What was bought. */
    public OrderLine(String sku, String name, long quantity, Money unitPrice, Money amount, Optional<String> category, Optional<String> merchantId) {
        this(sku, name, quantity, unitPrice, amount, category, merchantId, Optional.empty());
    }

    /**
     * @param step the pricing step, {@code SEGMENT}
     * @param code the pricing rule's id
     * @param reason for the buyer to read
     * @param ruleVersion the pricing rule's
     */
    public record Gift(String step, String code, String reason, long ruleVersion) {}

    public Line line() {
        return new Line(sku, quantity);
    }
}
