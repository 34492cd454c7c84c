package commerce.promotion.domain.pricing;

import commerce.kernel.Money;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.Target;
import java.time.Instant;
import java.util.Optional;

/** The coupon, if it can be used for this basket now; what is counted of it is checked when it is redeemed. */
final class CouponStep {

    private CouponStep() {}

    /** @return why it cannot be used, or empty if it was */
    static Optional<Pricing.Outcome> apply(Basket basket, Pricing.Wish wish, Instant now) {
        if (wish.definition().isEmpty()) {
            return Optional.of(new Pricing.Outcome.CouponUnknown(wish.code()));
        }
        var coupon = wish.definition().get();
        var parts = basket.partsOf(coupon.target());
        var spend = parts.stream().map(Basket.Part::amount).reduce(basket.zero(), Money::plus);
        var refusal = refusal(wish.code(), coupon, spend, parts.isEmpty(), now);
        if (refusal.isEmpty()) {
            basket.take(new Basket.Cause(Step.COUPON, wish.code(), coupon.reason(), Optional.empty()), coupon.discount(spend), parts);
        }
        return refusal;
    }

    private static Optional<Pricing.Outcome> refusal(String code, CouponDefinition coupon, Money spend, boolean forNothing, Instant now) {
        if (!coupon.active()) {
            return Optional.of(new Pricing.Outcome.CouponDeactivated(code));
        }
        if (coupon.validFrom().filter(now::isBefore).isPresent()) {
            return Optional.of(new Pricing.Outcome.CouponNotYetValid(code, coupon.validFrom().get()));
        }
        if (coupon.validUntil().filter(end -> !now.isBefore(end)).isPresent()) {
            return Optional.of(new Pricing.Outcome.CouponExpired(code, coupon.validUntil().get()));
        }
        if (coupon.currency().filter(currency -> !currency.equals(spend.currency())).isPresent()) {
            return Optional.of(new Pricing.Outcome.CouponCurrencyMismatch(code, coupon.currency().get(), spend.currency()));
        }
        if (forNothing) {
            return Optional.of(new Pricing.Outcome.CouponNotApplicable(code, coupon.target()));
        }
        return coupon.minimumSpend().filter(minimum -> spend.compareTo(minimum) < 0).map(minimum -> new Pricing.Outcome.MinimumSpendNotMet(code, minimum, spend));
    }
}
