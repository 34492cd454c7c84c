package commerce.promotion.domain.pricing;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.PricedProduct;
import java.time.Instant;
import java.util.Optional;

/** The first segment offer that this shopper and this basket earn. */
final class OfferStep {

    private OfferStep() {}

    private record Earned(PricingRule rule, Effect.SegmentOffer offer) {}

    /** @return whether the offer ships the order free */
    static boolean apply(Basket basket, RuleSet rules, Signals signals, Instant now) {
        var earned = rules.of(Effect.SegmentOffer.class, Earned::new).filter(one -> one.offer.isFor(signals, now) && isEarned(basket, one, signals)).findFirst();
        earned.ifPresent(one -> give(basket, one, signals));
        return earned.filter(one -> one.offer.freeShipping()).isPresent();
    }

    private static boolean isEarned(Basket basket, Earned one, Signals signals) {
        var offer = one.offer;
        return !basket.partsOf(one.rule.target()).isEmpty()
                && offer.amountOff().map(amount -> amount.currency().equals(basket.zero().currency())).orElse(true)
                && offer.minimumSpend().map(minimum -> isReached(minimum, spend(basket, one))).orElse(true)
                && (!offer.isGiftOnly() || gift(basket, offer, signals).isPresent());
    }

    private static boolean isReached(Money minimum, Money spend) {
        return minimum.currency().equals(spend.currency()) && spend.compareTo(minimum) >= 0;
    }

    private static Money spend(Basket basket, Earned one) {
        return basket.partsOf(one.rule.target()).stream().map(Basket.Part::amount).reduce(basket.zero(), Money::plus);
    }

    private static void give(Basket basket, Earned one, Signals signals) {
        var offer = one.offer;
        var spend = spend(basket, one);
        var off = offer.amountOff().map(spend::min).or(() -> offer.percentOff().map(spend::basisPoints)).orElseGet(spend::zero);
        if (off.isPositive()) {
            var cause = new Basket.Cause(Step.SEGMENT, one.rule.id(), offer.reason(), Optional.of(one.rule.version()), offer.firstOrderWithinSeconds().isPresent());
            basket.take(cause, off, basket.partsOf(one.rule.target()));
        }
        gift(basket, offer, signals).ifPresent(product -> basket.give(product, offer.gift().orElseThrow().quantity(),
                new Quote.Gift(Step.SEGMENT, one.rule.id(), offer.reason(), one.rule.version())));
    }

    /** The product that is given, if it exists, the order can take one line more, and there is enough of it beside what is bought. */
    private static Optional<PricedProduct> gift(Basket basket, Effect.SegmentOffer offer, Signals signals) {
        return offer.gift()
                .filter(_ -> basket.goods().size() < Line.MAX_LINES)
                .filter(gift -> signals.stockOf(gift.sku()).filter(stock -> stock >= gift.quantity() + basket.piecesOf(gift.sku())).isPresent())
                .flatMap(gift -> Optional.ofNullable(signals.gifts().get(gift.sku())));
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
