package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The coupons, if they can be used for this basket now, and together; what is counted of them is checked when they are redeemed.
 *
 * <p>Amounts go before percentages, and each is about what the steps and coupons before it have left; minimum spends are held against what
 * there was before the first. So the order in which somebody names them changes nothing.
 */
final class CouponStep {

    private static final Comparator<Pricing.Wish> ORDER = Comparator.comparing((Pricing.Wish wish) -> wish.definition().orElseThrow().amountOff().isEmpty()).thenComparing(Pricing.Wish::code);

    private CouponStep() {}

    /** @return why one of them cannot be used, or empty if all were */
    static Optional<Pricing.Outcome> apply(Basket basket, List<Pricing.Wish> wishes, Instant now) {
        var refusal = wishes.stream().flatMap(wish -> refusal(basket, wish, now).stream()).findFirst().or(() -> clash(wishes));
        if (refusal.isEmpty()) {
            wishes.stream().sorted(ORDER).forEach(wish -> take(basket, wish.code(), wish.definition().orElseThrow()));
        }
        return refusal;
    }

    private static void take(Basket basket, String code, CouponDefinition coupon) {
        var parts = basket.partsOf(coupon.target());
        basket.take(new Basket.Cause(Step.COUPON, code, coupon.reason(), Optional.empty()), coupon.discount(sum(basket, parts)), parts);
    }

    private static Money sum(Basket basket, List<Basket.Part> parts) {
        return parts.stream().map(Basket.Part::amount).reduce(basket.zero(), Money::plus);
    }

    private static Optional<Pricing.Outcome> refusal(Basket basket, Pricing.Wish wish, Instant now) {
        if (wish.definition().isEmpty()) {
            return Optional.of(new Pricing.Outcome.CouponUnknown(wish.code()));
        }
        var coupon = wish.definition().get();
        return standing(wish).or(() -> window(wish.code(), coupon, now)).or(() -> basket(wish.code(), coupon, basket));
    }

    private static Optional<Pricing.Outcome> standing(Pricing.Wish wish) {
        return switch (wish.standing()) {
            case FREE -> Optional.empty();
            case ANOTHERS -> Optional.of(new Pricing.Outcome.CouponNotYours(wish.code()));
            case TAKEN -> Optional.of(new Pricing.Outcome.CouponUsed(wish.code()));
            case WITHDRAWN -> Optional.of(new Pricing.Outcome.CouponDeactivated(wish.code()));
        };
    }

    private static Optional<Pricing.Outcome> window(String code, CouponDefinition coupon, Instant now) {
        if (!coupon.active()) {
            return Optional.of(new Pricing.Outcome.CouponDeactivated(code));
        }
        if (coupon.validFrom().filter(now::isBefore).isPresent()) {
            return Optional.of(new Pricing.Outcome.CouponNotYetValid(code, coupon.validFrom().get()));
        }
        return coupon.validUntil().filter(end -> !now.isBefore(end)).map(end -> new Pricing.Outcome.CouponExpired(code, end));
    }

    private static Optional<Pricing.Outcome> basket(String code, CouponDefinition coupon, Basket basket) {
        var parts = basket.partsOf(coupon.target());
        var spend = sum(basket, parts);
        if (coupon.currency().filter(currency -> !currency.equals(spend.currency())).isPresent()) {
            return Optional.of(new Pricing.Outcome.CouponCurrencyMismatch(code, coupon.currency().get(), spend.currency()));
        }
        if (parts.isEmpty()) {
            return Optional.of(new Pricing.Outcome.CouponNotApplicable(code, coupon.target()));
        }
        return coupon.minimumSpend().filter(minimum -> spend.compareTo(minimum) < 0).map(minimum -> new Pricing.Outcome.MinimumSpendNotMet(code, minimum, spend));
    }

    /** Several must be of one stacking group, and a campaign gives one of its codes to an order. */
    private static Optional<Pricing.Outcome> clash(List<Pricing.Wish> wishes) {
        var campaigns = new HashSet<String>();
        for (int i = 0; i < wishes.size(); i++) {
            var wish = wishes.get(i);
            var anotherOfItsCampaign = wish.campaign().filter(campaign -> !campaigns.add(campaign)).isPresent();
            var group = wish.definition().orElseThrow().stackingGroup();
            var alone = i > 0 && (group.isEmpty() || !group.equals(wishes.getFirst().definition().orElseThrow().stackingGroup()));
            if (anotherOfItsCampaign || alone) {
                return Optional.of(new Pricing.Outcome.CouponsDoNotCombine(wish.code(), wishes.subList(0, i).stream().map(Pricing.Wish::code).toList()));
            }
        }
        return Optional.empty();
    }
}
