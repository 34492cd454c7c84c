package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one piece of a product costs everybody (PRO-02): its list price, or what the first event-driven rule that fires makes of it, within
 * floor and ceiling. What depends on who buys, how much, or what sold in the last hour is in quotes only.
 *
 * @param reason the rule's, or {@value #LIST_PRICE}
 * @param ruleId the rule that made it; absent at the list price
 * @param ruleVersion its version
 */
public record PublicPrice(Money listPrice, Money price, String reason, Optional<String> ruleId, Optional<Long> ruleVersion) {

    public static final String LIST_PRICE = "LIST_PRICE";

    /** What a product costs while no rule is about it. */
    public static PublicPrice ofList(Money listPrice) {
        return new PublicPrice(listPrice, listPrice, LIST_PRICE, Optional.empty(), Optional.empty());
    }

    /** @param signals without a shopper */
    public static PublicPrice of(PricedProduct product, RuleSet rules, Signals signals, Instant now) {
        var basket = new Basket(List.of(new Basket.Goods(product, 1)));
        RepricingStep.apply(basket, rules.at(now).eventDriven(), signals);
        return basket.repricings().stream().findFirst()
                .map(why -> new PublicPrice(product.price(), basket.subtotal(), why.reason(), Optional.of(why.code()), Optional.of(why.ruleVersion())))
                .orElseGet(() -> ofList(product.price()));
    }
}
