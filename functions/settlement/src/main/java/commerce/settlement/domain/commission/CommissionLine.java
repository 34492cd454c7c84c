package commerce.settlement.domain.commission;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * What the platform takes of one line.
 *
 * @param sku the product; absent for what was paid beside the goods
 * @param merchantId whose money it is
 * @param amount what the line cost after discounts
 * @param commission what is taken of it, rounded half-up
 * @param rule the id of the commission rule; {@value #DEFAULT} for the platform's own rate
 * @param ruleVersion the rule's; absent for the platform's own rate
 * @param failure a rule that should have been used, and why it could not
 */
public record CommissionLine(
        Optional<String> sku, String merchantId, Money amount, Money commission, String rule, Optional<Long> ruleVersion, Optional<String> failure) {

    /** Names no rule: operators' ids have no such sign. */
    public static final String DEFAULT = "*";
}
