package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import java.util.Optional;

/** The first segment offer that this shopper and this basket earn. */
final class OfferStep {

    private OfferStep() {}

    private record Earned(PricingRule rule, Effect.SegmentOffer offer) {}

    /** @return whether the offer ships the order free */
    static boolean apply(Basket basket, RuleSet rules, Signals signals) {
        var earned = rules.of(Effect.SegmentOffer.class, Earned::new).filter(one -> isEarned(basket, one, signals)).findFirst();
        earned.ifPresent(one -> give(basket, one));
        return earned.filter(one -> one.offer.freeShipping()).isPresent();
    }

    private static boolean isEarned(Basket basket, Earned one, Signals signals) {
        var offer = one.offer;
        var parts = basket.partsOf(one.rule.target());
        return !parts.isEmpty()
                && offer.memberLevelFrom().map(from -> signals.memberLevel().filter(level -> level >= from).isPresent()).orElse(true)
                && offer.amountOff().map(amount -> amount.currency().equals(basket.zero().currency())).orElse(true)
                && offer.minimumSpend().map(minimum -> minimum.currency().equals(basket.zero().currency()) && spend(basket, one).compareTo(minimum) >= 0).orElse(true);
    }

    private static Money spend(Basket basket, Earned one) {
        return basket.partsOf(one.rule.target()).stream().map(Basket.Part::amount).reduce(basket.zero(), Money::plus);
    }

    private static void give(Basket basket, Earned one) {
        var spend = spend(basket, one);
        var off = one.offer.amountOff().map(spend::min).or(() -> one.offer.percentOff().map(spend::basisPoints)).orElseGet(spend::zero);
        if (off.isPositive()) {
            basket.take(Basket.Cause.of(Step.SEGMENT, one.rule, one.offer.reason()), off, basket.partsOf(one.rule.target()));
        }
    }

    /** The shop's flat fee, or nothing from its threshold on or if an offer waived it. */
    static Optional<Quote.Fee> shipping(Basket basket, RuleSet rules, boolean waived) {
        return rules.of(Effect.Shipping.class, (rule, shipping) -> fee(basket, rule, shipping, waived)).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Quote.Fee> fee(Basket basket, PricingRule rule, Effect.Shipping shipping, boolean waived) {
        if (!shipping.fee().currency().equals(basket.zero().currency())) {
            return Optional.empty();
        }
        var free = waived || shipping.freeFrom().filter(from -> basket.left().compareTo(from) >= 0).isPresent();
        return Optional.of(new Quote.Fee(Step.SHIPPING, rule.id(), free ? "FREE_SHIPPING" : "FLAT_RATE", free ? basket.zero() : shipping.fee(), rule.version()));
    }
}
