package commerce.promotion.domain.pricing;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import java.util.List;
import java.util.Optional;

/**
 * What some lines cost and why, as the API shows it. All amounts are of one currency;
 * {@code total = subtotal - sum of discounts + sum of fees}, never below zero.
 *
 * @param lines by SKU, equal SKUs merged; then what comes as a gift
 * @param subtotal the sum of the lines
 * @param repricings the lines whose unit price is not the list price; they are already in the subtotal
 * @param discounts in the order they were applied
 * @param fees what is paid beside the goods
 * @param total what is to be paid
 * @param rulesVersion the version of the shop's pricing rules; absent before the first
 * @param watchesStock whether the price of any of the goods changes for everybody when stock crosses a rule's mark; absent if not
 * @param rewarded whether the shop gives something to who comes back: then the order's confirmation says so; absent if not
 * @param memberLevel of the customer, for whoever settles the order; absent if the shop has not met them
 */
public record Quote(
        List<QuotedLine> lines,
        Money subtotal,
        @JsonInclude(Include.NON_EMPTY) List<Repricing> repricings,
        List<Discount> discounts,
        @JsonInclude(Include.NON_EMPTY) List<Fee> fees,
        Money total,
        Optional<Long> rulesVersion,
        @JsonInclude(Include.NON_DEFAULT) boolean watchesStock,
        @JsonInclude(Include.NON_DEFAULT) boolean rewarded,
        Optional<Integer> memberLevel) {

    public Quote {
        memberLevel = memberLevel == null ? Optional.empty() : memberLevel;
        repricings = repricings == null ? List.of() : List.copyOf(repricings);
        fees = fees == null ? List.of() : List.copyOf(fees);
    }

    /**
     * @param amount {@code unitPrice x quantity}
     * @param category of the product
     * @param merchantId who is owed the line's money
     * @param gift why the line costs nothing, if it is a gift; the same SKU may be bought beside it
     */
    public record QuotedLine(String sku, String name, long quantity, Money unitPrice, Money amount, Optional<String> category, Optional<String> merchantId, Optional<Gift> gift) {

        public QuotedLine {
            gift = gift == null ? Optional.empty() : gift;
        }

        boolean isBought() {
            return gift.isEmpty();
        }
    }

    /**
     * @param step {@code SEGMENT}
     * @param code the rule's id
     * @param reason the rule's
     * @param ruleVersion the rule's
     */
    public record Gift(String step, String code, String reason, long ruleVersion) {}

    /**
     * A line's way from list price to unit price.
     *
     * @param step {@code REPRICING}
     * @param code the rule's id
     * @param reason the rule's reason, for example {@code LOW_STOCK_URGENT}
     * @param amount by how much the line became dearer; negative if cheaper
     * @param listPrice for one, before
     * @param limitedBy {@code PRICE_FLOOR} or {@code PRICE_CEILING}, if the rule asked for more than the product allows
     * @param ruleVersion the rule's
     * @param signals what the rule looked at; absent if at nothing
     */
    public record Repricing(
            String step, String code, String reason, Money amount, String sku, Money listPrice, Optional<String> limitedBy, long ruleVersion, Optional<Seen> signals) {}

    /** What a rule saw: what it did not look at, or what was not known, is absent. */
    public record Seen(Optional<Long> stock, Optional<Long> salesOfLastHour, Optional<Integer> memberLevel) {

        static Optional<Seen> of(PricedProduct product, Effect effect, Signals signals) {
            var looksAt = effect.looksAt();
            var seen = new Seen(
                    signals.stockOf(product.sku()).filter(_ -> looksAt.contains(Signal.STOCK)),
                    signals.salesOf(product.sku()).filter(_ -> looksAt.contains(Signal.SALES)),
                    signals.memberLevel().filter(_ -> looksAt.contains(Signal.MEMBER)));
            return Optional.of(seen).filter(any -> any.stock.isPresent() || any.salesOfLastHour.isPresent() || any.memberLevel.isPresent());
        }
    }

    /**
     * @param step of the pipeline: {@code BUNDLE}, {@code LADDER}, {@code SEGMENT} or {@code COUPON}
     * @param code the rule's id or the coupon's code
     * @param reason for example {@code AMOUNT_OFF}
     * @param amount what was taken off, not negative
     * @param withheld what the step would have taken off too, had no product's floor stood in the way
     * @param ruleVersion the rule's; absent for coupons
     * @param lines whose price it lowered and by how much; they sum to the amount
     * @param once whether each customer is given it once: the order's checkout claims it, and gives it back if the order comes to nothing
     */
    public record Discount(
            String step,
            String code,
            String reason,
            Money amount,
            Optional<Money> withheld,
            Optional<Long> ruleVersion,
            @JsonInclude(Include.NON_EMPTY) List<Share> lines,
            @JsonInclude(Include.NON_DEFAULT) boolean once) {

        public Discount {
            lines = lines == null ? List.of() : List.copyOf(lines);
        }

        public Discount(String step, String code, String reason, Money amount, Optional<Money> withheld, Optional<Long> ruleVersion, List<Share> lines) {
            this(step, code, reason, amount, withheld, ruleVersion, lines, false);
        }
    }

    /** A line's part of a discount. @param amount positive */
    public record Share(String sku, Money amount) {}

    /**
     * @param step {@code SHIPPING}
     * @param code the rule's id
     * @param reason {@code FLAT_RATE} or {@code FREE_SHIPPING}
     * @param amount what is added, not negative
     * @param ruleVersion the rule's
     */
    public record Fee(String step, String code, String reason, Money amount, long ruleVersion) {}

    /** The same with other lines. */
    public Quote withLines(List<QuotedLine> others) {
        return new Quote(others, subtotal, repricings, discounts, fees, total, rulesVersion, watchesStock, rewarded, memberLevel);
    }

    /** The same in a shop that gives something to who comes back, or in one that does not. */
    public Quote rewarded(boolean is) {
        return new Quote(lines, subtotal, repricings, discounts, fees, total, rulesVersion, watchesStock, is, memberLevel);
    }

    /** The same for a customer of that level. */
    public Quote to(Optional<Integer> level) {
        return new Quote(lines, subtotal, repricings, discounts, fees, total, rulesVersion, watchesStock, rewarded, level);
    }

    /** What was asked for: without gifts. */
    public List<Line> bought() {
        return lines.stream().filter(QuotedLine::isBought).map(line -> new Line(line.sku(), line.quantity())).toList();
    }

    /** Of all lines, each once. */
    public List<String> skus() {
        return lines.stream().map(QuotedLine::sku).distinct().toList();
    }

    /** What the coupons took off. */
    public List<Discount> coupons() {
        return discounts.stream().filter(discount -> discount.step().equals(Step.COUPON)).toList();
    }
}
