package commerce.ordering.domain;

import commerce.kernel.Money;
import java.util.Optional;

/**
 * Why a line's unit price is not the list price.
 *
 * @param step the pricing step, {@code REPRICING}
 * @param code the pricing rule's id
 * @param reason for the buyer to read
 * @param amount by how much the line became dearer; negative if cheaper
 * @param sku whose line
 * @param listPrice of one piece, before
 * @param limitedBy the product's bound it came to, if the rule asked for more
 * @param ruleVersion the pricing rule's
 */
public record Repricing(String step, String code, String reason, Money amount, String sku, Money listPrice, Optional<String> limitedBy, long ruleVersion) {}
