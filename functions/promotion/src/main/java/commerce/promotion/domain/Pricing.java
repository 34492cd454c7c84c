package commerce.promotion.domain;

import commerce.kernel.Line;
import commerce.kernel.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one pricing function: list price, then coupon. The further steps of the house (repricing, quantity ladder, segment offer) have
 * their places before the coupon. Every step rounds at most once and leaves a line with its reason.
 *
 * <p>It checks of a coupon what is true for everybody: existence, window, currency, minimum spend. What is counted is checked when the
 * coupon is redeemed.
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

        record CouponNotYetValid(String code, Instant validFrom) implements Outcome {}

        record CouponExpired(String code, Instant validUntil) implements Outcome {}

        record CouponCurrencyMismatch(String code, Currency couponCurrency, Currency currency) implements Outcome {}

        record MinimumSpendNotMet(String code, Money minimumSpend, Money subtotal) implements Outcome {}
    }

    /**
     * A coupon somebody wants to use.
     *
     * @param code upper case
     * @param definition empty if there is no such coupon
     */
    public record Wish(String code, Optional<CouponDefinition> definition) {}

    /**
     * @param lines merged, at least one
     * @param products those of the lines' products that exist
     * @param wish the coupon, if one is to be used
     * @param now decides whether the coupon's window is open
     */
    public static Outcome price(List<Line> lines, List<PricedProduct> products, Optional<Wish> wish, Instant now) {
        var bySku = products.stream().collect(Collectors.toMap(PricedProduct::sku, Function.identity()));
        var unknown = lines.stream().map(Line::sku).filter(sku -> !bySku.containsKey(sku)).toList();
        if (!unknown.isEmpty()) {
            return new Outcome.UnknownSkus(unknown);
        }
        var currencies = lines.stream().map(line -> bySku.get(line.sku()).price().currency().getCurrencyCode()).collect(Collectors.toCollection(TreeSet::new));
        if (currencies.size() > 1) {
            return new Outcome.MixedCurrencies(List.copyOf(currencies));
        }
        var quoted = lines.stream().map(line -> quoted(line, bySku)).toList();
        var subtotal = quoted.stream().map(Quote.QuotedLine::amount).reduce(Money::plus).orElseThrow();
        return wish.map(coupon -> withCoupon(quoted, subtotal, coupon, now))
                .orElseGet(() -> new Outcome.Priced(new Quote(quoted, subtotal, List.of(), subtotal)));
    }

    private static Quote.QuotedLine quoted(Line line, Map<String, PricedProduct> bySku) {
        var product = bySku.get(line.sku());
        return new Quote.QuotedLine(line.sku(), product.name(), line.quantity(), product.price(), product.price().times(line.quantity()));
    }

    private static Outcome withCoupon(List<Quote.QuotedLine> lines, Money subtotal, Wish wish, Instant now) {
        if (wish.definition().isEmpty()) {
            return new Outcome.CouponUnknown(wish.code());
        }
        var coupon = wish.definition().get();
        if (coupon.validFrom().filter(now::isBefore).isPresent()) {
            return new Outcome.CouponNotYetValid(wish.code(), coupon.validFrom().get());
        }
        if (coupon.validUntil().filter(end -> !now.isBefore(end)).isPresent()) {
            return new Outcome.CouponExpired(wish.code(), coupon.validUntil().get());
        }
        if (coupon.currency().filter(currency -> !currency.equals(subtotal.currency())).isPresent()) {
            return new Outcome.CouponCurrencyMismatch(wish.code(), coupon.currency().get(), subtotal.currency());
        }
        if (coupon.minimumSpend().filter(minimum -> subtotal.compareTo(minimum) < 0).isPresent()) {
            return new Outcome.MinimumSpendNotMet(wish.code(), coupon.minimumSpend().get(), subtotal);
        }
        var discount = coupon.discount(subtotal);
        return new Outcome.Priced(new Quote(lines, subtotal, List.of(new Quote.Discount("COUPON", wish.code(), coupon.reason(), discount)), subtotal.minus(discount)));
    }
}
