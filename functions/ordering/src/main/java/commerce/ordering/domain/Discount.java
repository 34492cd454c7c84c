package commerce.ordering.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import java.util.List;
import java.util.Optional;

/**
 * What one pricing step took off.
 *
 * @param step the pricing step, for example {@code COUPON}
 * @param code what caused it: the coupon's code or the pricing rule's id
 * @param reason for the buyer to read
 * @param amount how much, as the quote gave it
 * @param withheld how much more it would have been, had no product's price floor stood in the way
 * @param ruleVersion the pricing rule's
 * @param lines whose price it lowered and by how much; in sum the amount
 * @param once whether it is an offer that a customer is given once: then checkout claims it, as it redeems coupons
 */
public record Discount(
        String step, String code, String reason, Money amount, Optional<Money> withheld, Optional<Long> ruleVersion, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Share> lines,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean once) {

    /** The step that is a coupon's. */
    private static final String COUPON = "COUPON";

    public Discount {
        lines = lines == null ? List.of() : lines;
    }

    boolean isCoupon() {
        return step.equals(COUPON);
    }

    /** A line's part. */
    public record Share(String sku, Money amount) {}
}
