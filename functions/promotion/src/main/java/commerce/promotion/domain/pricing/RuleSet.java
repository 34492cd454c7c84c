package commerce.promotion.domain.pricing;

import commerce.kernel.Line;
import commerce.promotion.domain.PricedProduct;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * All rules a shop prices by.
 *
 * @param version one more with each change of any rule; 0 before the first
 * @param rules those that are enabled, in the order they are asked
 */
public record RuleSet(long version, List<PricingRule> rules) {

    public static final RuleSet NONE = new RuleSet(0, List.of());
    /** Bounds what a quote costs to compute and the size of the stored set. */
    public static final int MAX_RULES = 200;

    public RuleSet {
        rules = rules.stream().filter(PricingRule::enabled).sorted(PricingRule.ORDER).toList();
    }

    /** The set after a rule was put: the next version. */
    public RuleSet with(PricingRule rule) {
        return new RuleSet(version + 1, Stream.concat(rules.stream().filter(other -> !other.id().equals(rule.id())), Stream.of(rule)).toList());
    }

    public boolean isFull() {
        return rules.size() > MAX_RULES;
    }

    /** Those that hold at that moment: what the pipeline is given. */
    RuleSet at(Instant now) {
        return new RuleSet(version, rules.stream().filter(rule -> rule.holdsAt(now)).toList());
    }

    /** Those of the products for whose price a rule that holds at that moment looks at that. */
    public List<PricedProduct> looksAt(Signal signal, List<PricedProduct> products, Instant now) {
        var looking = rules.stream().filter(rule -> rule.holdsAt(now) && rule.effect().looksAt().contains(signal)).toList();
        return products.stream().filter(product -> looking.stream().anyMatch(rule -> rule.target().covers(product))).toList();
    }

    /**
     * What offers that hold at that moment may give away.
     *
     * @param signals of a shopper: only what is given to such as them; empty for all there is
     * @return SKUs in the order in which the offers are asked
     */
    public List<String> gifts(Optional<Signals> signals, Instant now) {
        return at(now).of(Effect.SegmentOffer.class, (_, offer) -> Optional.of(offer).filter(one -> signals.map(seen -> one.isFor(seen, now)).orElse(true)).flatMap(Effect.SegmentOffer::gift))
                .flatMap(Optional::stream).map(Line::sku).distinct().toList();
    }

    /** The same with the event-driven rules only: what changes a price for everybody, if it does not ask who is buying. */
    public RuleSet eventDriven() {
        return new RuleSet(version, rules.stream().filter(rule -> rule.effect() instanceof Effect.Repricing).toList());
    }

    /** Whether the price of any of these changes for everybody when its stock crosses a rule's mark. */
    public boolean watchesStock(List<PricedProduct> products, Instant now) {
        return !eventDriven().looksAt(Signal.STOCK, products, now).isEmpty();
    }

    /** Whether there is such a rule at all, now or later. */
    public boolean watchesStock() {
        return eventDriven().rules.stream().anyMatch(rule -> rule.effect().looksAt().contains(Signal.STOCK));
    }

    /** Those of one kind, with their effects, in the order they are asked. */
    <E extends Effect, T> Stream<T> of(Class<E> kind, BiFunction<PricingRule, E, T> use) {
        return rules.stream().filter(rule -> kind.isInstance(rule.effect())).map(rule -> use.apply(rule, kind.cast(rule.effect())));
    }

    /** The version to be kept on a quote. */
    Optional<Long> told() {
        return Optional.of(version).filter(any -> any > 0);
    }
}
