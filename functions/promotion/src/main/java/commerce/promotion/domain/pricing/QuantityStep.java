package commerce.promotion.domain.pricing;

import commerce.kernel.Line;
import commerce.kernel.Money;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is cheaper together. Bundles take their pieces out of the basket first, each as often as it fits, in the order of the rules; pieces
 * left over climb their SKU's ladder. So no piece is discounted twice.
 */
final class QuantityStep {

    private QuantityStep() {}

    static void apply(Basket basket, RuleSet rules) {
        var bySku = basket.goods().stream().collect(Collectors.toMap(goods -> goods.product.sku(), Function.identity()));
        rules.of(Effect.Bundle.class, (rule, bundle) -> (Runnable) () -> bundle(basket, bySku, rule, bundle)).forEach(Runnable::run);
        basket.goods().forEach(goods -> rules.of(Effect.Ladder.class, (rule, ladder) -> tier(goods, rule, ladder).map(tier -> (Runnable) () -> climb(basket, goods, rule, tier)))
                .flatMap(Optional::stream).findFirst().ifPresent(Runnable::run));
    }

    private static void bundle(Basket basket, Map<String, Basket.Goods> bySku, PricingRule rule, Effect.Bundle bundle) {
        var times = bundle.items().stream().mapToLong(item -> Optional.ofNullable(bySku.get(item.sku())).map(goods -> goods.unbundled() / item.quantity()).orElse(0L)).min().orElse(0);
        var foreign = bundle.price().filter(price -> !price.currency().equals(basket.zero().currency())).isPresent();
        if (times == 0 || foreign) {
            return;
        }
        var parts = bundle.items().stream().sorted(Comparator.comparing(Line::sku))
                .map(item -> new Basket.Part(bySku.get(item.sku()), bySku.get(item.sku()).unitPrice().times(item.quantity() * times))).toList();
        var apart = parts.stream().map(Basket.Part::amount).reduce(Money::plus).orElseThrow();
        var saved = bundle.price().map(price -> apart.minus(price.times(times))).orElseGet(() -> apart.basisPoints(bundle.percentOff().orElseThrow()));
        if (saved.isPositive()) {
            basket.take(Basket.Cause.of(Step.BUNDLE, rule, bundle.price().isPresent() ? "BUNDLE_PRICE" : "BUNDLE_PERCENT_OFF"), saved, parts);
            bundle.items().forEach(item -> bySku.get(item.sku()).bundle(item.quantity() * times));
        }
    }

    /** The highest tier these pieces reach. */
    private static Optional<Effect.Tier> tier(Basket.Goods goods, PricingRule rule, Effect.Ladder ladder) {
        return rule.target().covers(goods.product) ? ladder.tiers().reversed().stream().filter(tier -> goods.unbundled() >= tier.from()).findFirst() : Optional.empty();
    }

    private static void climb(Basket basket, Basket.Goods goods, PricingRule rule, Effect.Tier tier) {
        var pieces = goods.unitPrice().times(goods.unbundled());
        var off = pieces.basisPoints(tier.percentOff());
        if (off.isPositive()) {
            basket.take(Basket.Cause.of(Step.LADDER, rule, "FROM_" + tier.from()), off, List.of(new Basket.Part(goods, pieces)));
        }
    }
}
