package commerce.ordering.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Money;

/**
 * Something counted that takes money off an order: what checkout redeems, what a confirmed order uses up, and what a refund gives back its
 * part of.
 *
 * @param code a coupon's; or the id of the pricing rule that makes an offer
 * @param discount as the order was quoted
 * @param offer whether it is an offer that a customer is given once, and no coupon
 */
public record UsedCoupon(String code, Money discount, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean offer) {}
