package commerce.promotion.domain.pricing;

import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.CouponDefinition;
import commerce.promotion.domain.PricedProduct;
import commerce.promotion.domain.Target;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one pricing function: list price, repricing, bundle or quantity ladder, segment offer, coupon, shipping. Every step rounds half-up
 * at most once and leaves a line that says step, code, reason and amount; no step brings a line below its product's floor, and what a step
 * takes off is shared out to the lines so that the parts sum to the whole.
 *
 * <p>It checks of a coupon existence, whose it is, window, currency, products, minimum spend, and whether several go together. What is counted
 * is checked when the coupon is redeemed.
 */
public final class Pricing {

    private Pricing() {}

    /** What pricing came to: a quote, or why there is none. */
    public sealed interface Outcome {

        record Priced(Quote quote) implements Outcome {}

        /** @param skus by name, at least one */
        record UnknownSkus(List<String> skus) implements Outcome {}

        /** @param currencies by code, at least two */
        record MixedCurrencies(List<String> currencies) implements Outcome {}

        record CouponUnknown(String code) implements Outcome {}

        record CouponDeactivated(String code) implements Outcome {}

        record CouponNotYetValid(String code, Instant validFrom) implements Outcome {}

        record CouponExpired(String code, Instant validUntil) implements Outcome {}

        record CouponCurrencyMismatch(String code, Currency couponCurrency, Currency currency) implements Outcome {}

        /** It was issued to somebody else. */
        record CouponNotYours(String code) implements Outcome {}

        /** An order has used it, or is about to. */
        record CouponUsed(String code) implements Outcome {}

        /** @param code the first that cannot be used together with those before it */
        record CouponsDoNotCombine(String code, List<String> with) implements Outcome {}

        /** None of the goods is among those it is for. */
        record CouponNotApplicable(String code, Target target) implements Outcome {}

        /** @param subtotal of the goods it is for, after the steps before */
        record MinimumSpendNotMet(String code, Money minimumSpend, Money subtotal) implements Outcome {}
    }

    /**
     * A coupon somebody wants to use.
     *
     * @param code upper case
     * @param definition empty if there is no such coupon
     * @param standing whether this customer may use it
     * @param campaign whose code it is
     */
    public record Wish(String code, Optional<CouponDefinition> definition, Coupon.Standing standing, Optional<String> campaign) {

        /** A coupon of its own. */
        public Wish(String code, Optional<CouponDefinition> definition) {
            this(code, definition, Coupon.Standing.FREE, Optional.empty());
        }
    }

    /**
     * What is to be priced, by what.
     *
     * @param lines merged, at least one, in any order
     * @param products those of the lines' products that exist, in any order
     * @param rules all of the shop's
     * @param wishes the coupons that are to be used, each code once
     */
    public record Question(List<Line> lines, List<PricedProduct> products, RuleSet rules, Signals signals, List<Wish> wishes) {}

    /** @param now decides which rules hold and whether the coupon's window is open */
    public static Outcome price(Question question, Instant now) {
        var bySku = question.products.stream().collect(Collectors.toMap(PricedProduct::sku, Function.identity()));
        var lines = Line.merge(question.lines);
        var unknown = lines.stream().map(Line::sku).filter(sku -> !bySku.containsKey(sku)).toList();
        if (!unknown.isEmpty()) {
            return new Outcome.UnknownSkus(unknown);
        }
        var currencies = lines.stream().map(line -> bySku.get(line.sku()).price().currency().getCurrencyCode()).collect(Collectors.toCollection(TreeSet::new));
        if (currencies.size() > 1) {
            return new Outcome.MixedCurrencies(List.copyOf(currencies));
        }
        var basket = new Basket(lines.stream().map(line -> new Basket.Goods(bySku.get(line.sku()), line.quantity())).toList());
        return pipeline(basket, question, question.rules.at(now), now);
    }

    private static Outcome pipeline(Basket basket, Question question, RuleSet rules, Instant now) {
        RepricingStep.apply(basket, rules, question.signals);
        QuantityStep.apply(basket, rules);
        var shipsFree = OfferStep.apply(basket, rules, question.signals, now);
        return CouponStep.apply(basket, question.wishes, now)
                .orElseGet(() -> new Outcome.Priced(basket.quote(OfferStep.shipping(basket, rules, shipsFree).stream().toList(), rules.told(), rules.watchesStock(basket.products(), now))));
    }
}
