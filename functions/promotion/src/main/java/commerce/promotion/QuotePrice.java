package commerce.promotion;

import commerce.kernel.Line;
import commerce.kernel.Problem;
import commerce.kernel.TaskOperation;
import commerce.kernel.WantedCoupons;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Invoked when an order is placed: what its lines cost now. Writes nothing but the shop's key, if this is the first price it ever answers.
 *
 * <p>In: {@code {"tenant", "customer", "lines": [{"sku", "quantity"}], "couponCode"? | "couponCodes"?, "quoteId"?}}, at most 50 distinct SKUs. Out: exactly one of
 * {@code {"quote": }{@link SignedQuote}{@code }} and {@code {"problem": a 422 of }{@link QuoteProblems}{@code }}, to be handed to the caller as it is. The
 * problem's field counts lines as they were given. A quoteId that holds is answered with the price it promises; one that has expired with today's
 * price if that is the same, else with the problem price-changed. Consistent: whatever PUT of a product or coupon was answered is seen.
 */
@Singleton
@Named("quote-price")
public class QuotePrice extends TaskOperation<QuotePrice.Input, QuotePrice.Output> {

    private final Quoting quoting;

    public QuotePrice(Quoting quoting) {
        super(Input.class);
        this.quoting = quoting;
    }

    /** @param customer who orders: a quoteId is good for nobody else */
    public record Input(String tenant, String customer, List<Line> lines, Optional<String> couponCode, List<String> couponCodes, Optional<String> quoteId) {}

    record Output(Optional<SignedQuote> quote, Optional<Problem> problem) {}

    @Override
    protected Output handle(Input input) {
        var coupons = WantedCoupons.of(input.couponCode(), input.couponCodes());
        return QuoteProblems.answer(quoting.price(new Quoting.Ask(input.tenant(), input.customer(), input.lines(), coupons, input.quoteId())),
                input.lines().stream().map(Line::sku).toList(), coupons,
                quote -> new Output(Optional.of(quote), Optional.empty()),
                problem -> new Output(Optional.empty(), Optional.of(problem)));
    }
}
