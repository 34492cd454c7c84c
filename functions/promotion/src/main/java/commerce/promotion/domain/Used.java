package commerce.promotion.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;
import java.util.Locale;

/**
 * Something counted that an order takes off its price.
 *
 * @param code a coupon's, in upper case; or the id of the pricing rule that makes an offer
 * @param discount as the order was quoted
 * @param offer whether it is an offer to new customers, which each is given once, and no coupon
 */
public record Used(String code, Money discount, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean offer) {

    public Used {
        code = offer ? code : code.toUpperCase(Locale.ROOT);
        if (discount.isNegative()) {
            throw new IllegalArgumentException("a discount below zero: " + discount);
        }
    }

    public static Used coupon(String code, Money discount) {
        return new Used(code, discount, false);
    }
}
