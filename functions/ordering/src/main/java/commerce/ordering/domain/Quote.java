package commerce.ordering.domain;

import commerce.kernel.Line;
import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * What an order costs: the promotion context's answer, frozen into the order.
 *
 * @param lines one per SKU that is bought, then gifts
 * @param subtotal the sum of the lines
 * @param repricings why a line's unit price is not the list price; already in the subtotal
 * @param discounts what was taken off, in the order of the steps
 * @param fees what is paid beside the goods
 * @param total what there is to pay, never negative: subtotal less discounts plus fees
 * @param rulesVersion of the shop's pricing rules; absent before the first
 * @param watchesStock whether the price of any of the goods changes when stock crosses a mark: then the reservation says so aloud
 * @param rewarded whether the shop gives something to who comes back: then the confirmation says so aloud
 * @param memberLevel of the customer, for whoever settles the order; absent if the shop had not met them
 */
public record Quote(
        List<OrderLine> lines, Money subtotal, List<Repricing> repricings, List<Discount> discounts, List<Fee> fees, Money total, Optional<Long> rulesVersion,
        boolean watchesStock, boolean rewarded, Optional<Integer> memberLevel) {

    public Quote {
        memberLevel = memberLevel == null ? Optional.empty() : memberLevel;
        repricings = repricings == null ? List.of() : repricings;
        fees = fees == null ? List.of() : fees;
    }

    /** The coupons it was made with: each takes something off, if only nothing. */
    public List<String> couponCodes() {
        return discounts.stream().filter(Discount::isCoupon).map(Discount::code).toList();
    }

    /** What is counted of it: coupons, and offers that are given once. */
    public List<UsedCoupon> used() {
        return discounts.stream().filter(discount -> discount.isCoupon() || discount.once()).map(discount -> new UsedCoupon(discount.code(), discount.amount(), discount.once())).toList();
    }

    /** What the line costs after its part of every discount. The nets of all lines and the fees sum to the total. */
    public Money netOf(OrderLine line) {
        return line.gift().isPresent() ? line.amount() : discounts.stream().flatMap(discount -> discount.lines().stream()).filter(share -> share.sku().equals(line.sku())).map(Discount.Share::amount)
                .reduce(line.amount(), Money::minus);
    }

    /** What to reserve, gifts among it. */
    public List<Line> quantities() {
        return Line.merge(lines.stream().map(OrderLine::line).toList());
    }
}
