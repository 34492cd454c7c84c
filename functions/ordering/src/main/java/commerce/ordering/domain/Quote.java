package commerce.ordering.domain;

import commerce.kernel.Line;
import commerce.kernel.Money;
import java.util.List;

/**
 * What an order costs: the promotion context's answer, frozen into the order.
 *
 * @param lines one per SKU
 * @param subtotal the sum of the lines
 * @param discounts what was taken off, in the order of the steps
 * @param total what there is to pay, never negative
 */
public record Quote(List<OrderLine> lines, Money subtotal, List<Discount> discounts, Money total) {

    /** All that was taken off. */
    public Money discount() {
        return subtotal.minus(total);
    }

    /** What to reserve. */
    public List<Line> quantities() {
        return lines.stream().map(OrderLine::line).toList();
    }
}
