package commerce.promotion;

import commerce.kernel.Problem;
import commerce.kernel.WantedCoupons;
import commerce.promotion.domain.pricing.Pricing.Outcome;
import java.util.List;
import java.util.function.Function;

/** The one place where a price that cannot be had becomes a problem, 422 all of them: for a quote and, unchanged, for an order. */
final class QuoteProblems {

    private static final String QUOTE_FIELD = "quoteId";

    private QuoteProblems() {}

    /**
     * @param asked the SKUs line by line as the caller wrote them, to name the line at fault
     * @param coupons as the caller named them, likewise
     * @param priced what to make of a quote
     * @param refused what to make of a problem
     */
    static <T> T answer(Quoting.Answer answer, List<String> asked, WantedCoupons coupons, Function<SignedQuote, T> priced, Function<Problem, T> refused) {
        return switch (answer) {
            case Quoting.Answer.Quoted(var quote) -> priced.apply(quote);
            case Quoting.Answer.NotPriced(var why) -> refused.apply(problem(why, asked, coupons));
            case Quoting.Answer.QuoteUnknown() -> refused.apply(Problem.unprocessable("quote-unknown", "No such quote",
                    "the quoteId is not one this shop gave you, unchanged", QUOTE_FIELD));
            case Quoting.Answer.QuoteDiffers(var field) -> refused.apply(Problem.unprocessable("quote-differs", "The quote is for something else",
                    "the quote was made for other " + (field.equals(coupons.field()) ? "coupons" : field) + " than the order asks for; ask for a new quote", field));
            case Quoting.Answer.Drifted(var promised, var now) -> refused.apply(Problem.unprocessable("price-changed", "The price has changed",
                    "the quote has expired, and the total is " + now.quote().total() + " by now, not " + promised + "; show the customer the new quote and ask again", QUOTE_FIELD)
                    .with("quote", now));
        };
    }

    private static Problem problem(Outcome outcome, List<String> asked, WantedCoupons coupons) {
        return switch (outcome) {
            case Outcome.Priced(var quote) -> throw new IllegalArgumentException("a price is no problem: " + quote.total());
            case Outcome.UnknownSkus(var skus) -> Problem.unprocessable("unknown-sku", "An SKU is not in the catalogue",
                    "not in the catalogue: " + String.join(", ", skus), field(asked, skus)).with("skus", skus);
            case Outcome.MixedCurrencies(var currencies) -> Problem.unprocessable("mixed-currencies", "Prices are in several currencies",
                    "the lines are priced in " + String.join(" and ", currencies) + "; order them apart", "lines").with("currencies", currencies);
            case Outcome.CouponUnknown(var code) -> Problem.unprocessable("coupon-unknown", "There is no such coupon",
                    "there is no coupon " + code, coupons.field(code));
            case Outcome.CouponDeactivated(var code) -> Problem.unprocessable("coupon-deactivated", "The coupon is no longer in use",
                    "coupon " + code + " is no longer in use", coupons.field(code));
            case Outcome.CouponNotYetValid(var code, var validFrom) -> Problem.unprocessable("coupon-not-yet-valid", "The coupon cannot be used yet",
                    "coupon " + code + " can be used from " + validFrom, coupons.field(code)).with("validFrom", validFrom);
            case Outcome.CouponExpired(var code, var validUntil) -> Problem.unprocessable("coupon-expired", "The coupon can no longer be used",
                    "coupon " + code + " could be used until " + validUntil, coupons.field(code)).with("validUntil", validUntil);
            case Outcome.CouponCurrencyMismatch(var code, var couponCurrency, var currency) -> Problem.unprocessable("coupon-currency-mismatch",
                    "The coupon is in another currency", "coupon " + code + " is in " + couponCurrency + ", the lines are priced in " + currency, coupons.field(code));
            case Outcome.CouponNotYours(var code) -> Problem.unprocessable("coupon-not-yours", "The coupon is somebody else's",
                    "coupon " + code + " was issued to another customer", coupons.field(code));
            case Outcome.CouponUsed(var code) -> Problem.unprocessable("coupon-used", "The coupon is used up",
                    "coupon " + code + " can be used once, and an order has it", coupons.field(code));
            case Outcome.CouponsDoNotCombine(var code, var with) -> Problem.unprocessable("coupons-do-not-combine", "The coupons cannot be used together",
                    "coupon " + code + " cannot be used together with " + String.join(", ", with), coupons.field(code)).with("with", with);
            case Outcome.CouponNotApplicable(var code, var target) -> Problem.unprocessable("coupon-not-applicable", "The coupon is for other products",
                    "coupon " + code + " is for none of these products", coupons.field(code)).with("couponProducts", target);
            case Outcome.MinimumSpendNotMet(var code, var minimum, var subtotal) -> Problem.unprocessable("minimum-spend-not-met",
                    "The coupon asks for a higher subtotal", "coupon " + code + " asks for a subtotal of at least " + minimum + ", it is " + subtotal, coupons.field(code))
                    .with("minimumSpend", minimum).with("subtotal", subtotal);
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
