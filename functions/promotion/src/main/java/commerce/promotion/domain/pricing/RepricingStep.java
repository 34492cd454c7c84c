package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.pricing.Effect.DynamicPrice;
import java.util.Optional;
import java.util.stream.Stream;

/** List price to unit price: the first event-driven rule that fires; if none does, the first dynamic price for the product. */
final class RepricingStep {

    private RepricingStep() {}

    /** What a rule makes of a product's list price, before floor and ceiling. */
    private record Wanted(PricingRule rule, String reason, Money price) {}

    static void apply(Basket basket, RuleSet rules, Signals signals) {
        basket.goods().forEach(goods -> Stream.concat(fired(goods.product, rules, signals), weighted(goods.product, rules, signals)).findFirst()
                .ifPresent(wanted -> reprice(basket, goods, wanted, signals)));
    }

    private static Stream<Wanted> fired(PricedProduct product, RuleSet rules, Signals signals) {
        return rules.of(Effect.Repricing.class, (rule, effect) -> Optional.of(rule).filter(any -> rule.target().covers(product) && fires(effect, product, signals))
                .map(any -> new Wanted(rule, effect.reason(), product.price().basisPoints(Effect.WHOLE + effect.change())))).flatMap(Optional::stream);
    }

    /** Whatever it asks for must be known and so. */
    private static boolean fires(Effect.Repricing rule, PricedProduct product, Signals signals) {
        return rule.stockBelow().map(below -> signals.stockOf(product.sku()).filter(stock -> stock < below).isPresent()).orElse(true)
                && rule.memberLevelFrom().map(from -> signals.memberLevel().filter(level -> level >= from).isPresent()).orElse(true);
    }

    private static Stream<Wanted> weighted(PricedProduct product, RuleSet rules, Signals signals) {
        return rules.of(DynamicPrice.class, (rule, effect) -> Optional.of(rule).filter(any -> rule.target().covers(product))
                .map(any -> new Wanted(rule, effect.scene().name(), WeightedPrice.of(product, effect, signals)))).flatMap(Optional::stream);
    }

    private static void reprice(Basket basket, Basket.Goods goods, Wanted wanted, Signals signals) {
        var product = goods.product;
        var tooLow = wanted.price.compareTo(product.floor()) < 0;
        var tooHigh = product.priceCeiling().filter(ceiling -> wanted.price.compareTo(ceiling) > 0).isPresent();
        var price = tooLow ? product.floor() : tooHigh ? product.priceCeiling().get() : wanted.price;
        if (!price.equals(product.price())) {
            var limit = tooLow ? Optional.of("PRICE_FLOOR") : tooHigh ? Optional.of("PRICE_CEILING") : Optional.<String>empty();
            basket.reprice(goods, price, new Quote.Repricing(Step.REPRICING, wanted.rule.id(), wanted.reason, price.minus(product.price()).times(goods.quantity),
                    product.sku(), product.price(), limit, wanted.rule.version(), Quote.Seen.of(product, wanted.rule.effect(), signals)));
        }
    }
}
