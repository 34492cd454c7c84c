package commerce.ordering.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import java.util.Map;
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
 * @param signals what the rule saw of stock, sales and the shopper, by name; empty if it looked at nothing
 */
public record Repricing(
        String step,
        String code,
        String reason,
        Money amount,
        String sku,
        Money listPrice,
        Optional<String> limitedBy,
        long ruleVersion,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> signals) {

    public Repricing {
        signals = signals == null ? Map.of() : Map.copyOf(signals);
    }
}
