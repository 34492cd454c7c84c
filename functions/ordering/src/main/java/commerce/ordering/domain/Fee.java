package commerce.ordering.domain;

import commerce.kernel.Money;

/**
 * What is paid beside the goods.
 *
 * @param step the pricing step, {@code SHIPPING}
 * @param code the pricing rule's id
 * @param reason for the buyer to read
 * @param amount how much; zero if it was waived
 * @param ruleVersion the pricing rule's
 */
public record Fee(String step, String code, String reason, Money amount, long ruleVersion) {}
