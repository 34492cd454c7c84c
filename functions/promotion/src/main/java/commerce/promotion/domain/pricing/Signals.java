package commerce.promotion.domain.pricing;

import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.member.Member;
import java.util.Map;
import java.util.Optional;

/**
 * What repricing and offers look at beyond the basket, as far as the rules in force look at it. What is not known is absent, and a rule that
 * asks for it does not fire.
 *
 * @param member the shopper
 * @param hadFirstOrderOffer whether an order of the shopper's has what is offered for a first order, or had it when it was paid
 * @param stock pieces available, by SKU
 * @param salesOfLastHour pieces sold in the last 60 minutes, by SKU
 * @param gifts products that offers may add to the basket, by SKU
 */
public record Signals(Optional<Member> member, boolean hadFirstOrderOffer, Map<String, Long> stock, Map<String, Long> salesOfLastHour, Map<String, PricedProduct> gifts) {

    public static final int MAX_LEVEL = 5;
    public static final Signals NONE = new Signals(Optional.empty(), Map.of(), Map.of());

    /** Of a shopper who never had an offer for a first order, in a shop without gifts. */
    public Signals(Optional<Member> member, Map<String, Long> stock, Map<String, Long> salesOfLastHour) {
        this(member, false, stock, salesOfLastHour, Map.of());
    }

    /** The shopper's, 1 to 5. */
    Optional<Integer> memberLevel() {
        return member.map(one -> one.level().number());
    }

    Optional<Long> stockOf(String sku) {
        return Optional.ofNullable(stock.get(sku));
    }

    Optional<Long> salesOf(String sku) {
        return Optional.ofNullable(salesOfLastHour.get(sku));
    }
}
