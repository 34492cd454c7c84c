package commerce.promotion.domain;

import commerce.kernel.Money;
import java.util.List;

/**
 * What some lines cost, as the API shows it. All amounts are of one currency; {@code total = subtotal - sum of discounts}, never below zero.
 *
 * @param lines by SKU, equal SKUs merged
 * @param subtotal the sum of the lines
 * @param discounts in the order they were applied; each says the step, why, and how much it took off
 * @param total what is to be paid
 */
public record Quote(List<QuotedLine> lines, Money subtotal, List<Discount> discounts, Money total) {

    /** @param amount {@code unitPrice x quantity} */
    public record QuotedLine(String sku, String name, long quantity, Money unitPrice, Money amount) {}

    /**
     * @param step of the price pipeline, {@code COUPON}
     * @param code the coupon's
     * @param reason {@code AMOUNT_OFF} or {@code PERCENT_OFF}
     * @param amount what was taken off, not negative
     */
    public record Discount(String step, String code, String reason, Money amount) {}
}
