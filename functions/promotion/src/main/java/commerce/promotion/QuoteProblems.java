package commerce.promotion;

import commerce.kernel.Problem;
import commerce.promotion.domain.Pricing.Outcome;
import commerce.promotion.domain.Quote;
import java.util.List;
import java.util.function.Function;

/** The one place where a price that cannot be had becomes a problem, 422 all of them: for a quote and, unchanged, for an order. */
final class QuoteProblems {

    private static final String COUPON_FIELD = "couponCode";

    private QuoteProblems() {}

    /**
     * @param asked the SKUs line by line as the caller wrote them, to name the line at fault
     * @param priced what to make of a quote
     * @param refused what to make of a problem
     */
    static <T> T answer(Outcome outcome, List<String> asked, Function<Quote, T> priced, Function<Problem, T> refused) {
        return switch (outcome) {
            case Outcome.Priced(var quote) -> priced.apply(quote);
            case Outcome.UnknownSkus(var skus) -> refused.apply(Problem.unprocessable("unknown-sku", "An SKU is not in the catalogue",
                    "not in the catalogue: " + String.join(", ", skus), field(asked, skus)).with("skus", skus));
            case Outcome.MixedCurrencies(var currencies) -> refused.apply(Problem.unprocessable("mixed-currencies", "Prices are in several currencies",
                    "the lines are priced in " + String.join(" and ", currencies) + "; order them apart", "lines").with("currencies", currencies));
            case Outcome.CouponUnknown(var code) -> refused.apply(Problem.unprocessable("coupon-unknown", "There is no such coupon",
                    "there is no coupon " + code, COUPON_FIELD));
            case Outcome.CouponNotYetValid(var code, var validFrom) -> refused.apply(Problem.unprocessable("coupon-not-yet-valid", "The coupon cannot be used yet",
                    "coupon " + code + " can be used from " + validFrom, COUPON_FIELD).with("validFrom", validFrom));
            case Outcome.CouponExpired(var code, var validUntil) -> refused.apply(Problem.unprocessable("coupon-expired", "The coupon can no longer be used",
                    "coupon " + code + " could be used until " + validUntil, COUPON_FIELD).with("validUntil", validUntil));
            case Outcome.CouponCurrencyMismatch(var code, var couponCurrency, var currency) -> refused.apply(Problem.unprocessable("coupon-currency-mismatch",
                    "The coupon is in another currency", "coupon " + code + " is in " + couponCurrency + ", the lines are priced in " + currency, COUPON_FIELD));
            case Outcome.MinimumSpendNotMet(var code, var minimum, var subtotal) -> refused.apply(Problem.unprocessable("minimum-spend-not-met",
                    "The coupon asks for a higher subtotal", "coupon " + code + " asks for a subtotal of at least " + minimum + ", it is " + subtotal, COUPON_FIELD)
                    .with("minimumSpend", minimum).with("subtotal", subtotal));
        };
    }

    /** The first line with one of them. */
    private static String field(List<String> asked, List<String> skus) {
        var index = 0;
        while (index < asked.size() && !skus.contains(asked.get(index))) {
            index++;
        }
        return index < asked.size() ? "lines[" + index + "].sku" : "lines";
    }
}
