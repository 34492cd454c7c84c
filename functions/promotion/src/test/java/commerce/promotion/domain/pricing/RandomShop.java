package commerce.promotion.domain.pricing;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.Target;
import commerce.promotion.domain.member.Members;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws shops, baskets and rules; small numbers on purpose, since there the rounding is. */
final class RandomShop {

    private static final List<String> CATEGORIES = List.of("tea", "cups");

    private final Random random;

    RandomShop(Random random) {
        this.random = random;
    }

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    PricedProduct product(String sku) {
        var price = random.nextInt(500);
        return new PricedProduct(sku, sku, cny(price), maybe(cny(random.nextInt(price + 1))), maybe(cny(price + random.nextInt(100))), maybe(CATEGORIES.get(random.nextInt(2))));
    }

    /** @param steps whether there are ladders, bundles and thresholds */
    Pricing.Question question(boolean steps) {
        var skus = IntStream.rangeClosed(0, random.nextInt(8)).mapToObj(i -> "S-" + i).toList();
        var rules = IntStream.range(0, random.nextInt(10)).mapToObj(i -> rule("r" + i, skus, steps)).toList();
        return new Pricing.Question(
                skus.stream().map(sku -> new Line(sku, 1 + random.nextInt(30))).toList(),
                skus.stream().map(this::product).toList(),
                new RuleSet(1 + random.nextInt(9), rules),
                signals(skus),
                random.nextBoolean() ? List.of(new Pricing.Wish("C", Optional.of(coupon()))) : List.of());
    }

    private Signals signals(List<String> skus) {
        var gifts = skus.stream().filter(sku -> random.nextBoolean()).collect(Collectors.toMap(Function.identity(), this::product));
        return new Signals(maybe(Members.ofLevel(1 + random.nextInt(5))), random.nextBoolean(), numbers(skus), numbers(skus), gifts);
    }

    private Map<String, Long> numbers(List<String> skus) {
        return skus.stream().filter(sku -> random.nextBoolean()).collect(Collectors.toMap(sku -> sku, sku -> (long) random.nextInt(30)));
    }

    private CouponDefinition coupon() {
        var amount = maybe(cny(1 + random.nextInt(2_000)));
        return new CouponDefinition(amount, amount.isPresent() ? Optional.empty() : Optional.of(1 + random.nextInt(10_000)),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private PricingRule rule(String id, List<String> skus, boolean steps) {
        var effect = effect(skus, steps);
        var target = effect.choosesProducts() && random.nextBoolean() ? new Target(List.of(skus.get(random.nextInt(skus.size()))), List.of(CATEGORIES.get(random.nextInt(2)))) : Target.ALL;
        return new PricingRule(id, 1 + random.nextInt(9), random.nextInt(5) > 0, random.nextInt(4), Optional.empty(), Optional.empty(), target, effect);
    }

    private Effect effect(List<String> skus, boolean steps) {
        return switch (random.nextInt(steps ? 6 : 4)) {
            case 0 -> new Effect.Repricing(maybe(1L + random.nextInt(20)), maybe(1 + random.nextInt(5)), random.nextInt(20_001) - 10_000, "WHY");
            case 1 -> new Effect.DynamicPrice(Effect.Scene.TIME_LIMITED, Effect.Scene.TIME_LIMITED.weights(), 1 + random.nextInt(10_000), 1 + random.nextInt(20), 1 + random.nextInt(20));
            case 2 -> offer(skus, steps);
            case 3 -> new Effect.Shipping(cny(random.nextInt(100)), steps ? maybe(cny(random.nextInt(5_000))) : Optional.empty());
            case 4 -> new Effect.Ladder(List.of(new Effect.Tier(2 + random.nextInt(5), 1 + random.nextInt(5_000)), new Effect.Tier(8 + random.nextInt(5), 1 + random.nextInt(10_000))));
            default -> bundle(skus);
        };
    }

    private Effect offer(List<String> skus, boolean steps) {
        var isForFirstOrder = random.nextInt(4) == 0;
        return new Effect.SegmentOffer(maybe(1 + random.nextInt(5)), isForFirstOrder ? Optional.of(1L) : Optional.empty(), maybe(cny(0)),
                steps ? maybe(cny(random.nextInt(3_000))) : Optional.empty(), Optional.of(cny(1 + random.nextInt(900))), Optional.empty(), !isForFirstOrder && random.nextBoolean(),
                isForFirstOrder ? Optional.empty() : maybe(new Line(skus.get(random.nextInt(skus.size())), 1 + random.nextInt(3))), "WHY");
    }

    private Effect bundle(List<String> skus) {
        var items = skus.stream().filter(sku -> random.nextBoolean()).map(sku -> new Line(sku, 1 + random.nextInt(4))).toList();
        var some = items.isEmpty() ? List.of(new Line(skus.getFirst(), 2)) : items;
        var price = maybe(cny(random.nextInt(1_000)));
        return new Effect.Bundle(some, price, price.isPresent() ? Optional.empty() : Optional.of(1 + random.nextInt(10_000)));
    }
}
