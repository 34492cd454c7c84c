package commerce.promotion;

import commerce.kernel.Line;
import commerce.kernel.Problem;
import commerce.kernel.TaskOperation;
import commerce.promotion.domain.Quote;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Invoked when an order is placed, read-only: what its lines cost now.
 *
 * <p>In: {@code {"tenant", "customer", "lines": [{"sku", "quantity"}], "couponCode"?}}, at most 50 distinct SKUs. Out: exactly one of
 * {@code {"quote": Quote}} and {@code {"problem": a 422 of }{@link QuoteProblems}{@code }}, to be handed to the caller as it is. The
 * problem's field counts lines as they were given. Consistent: whatever PUT of a product or coupon was answered is seen.
 */
@Singleton
@Named("quote-price")
public class QuotePrice extends TaskOperation<QuotePrice.Input, QuotePrice.Output> {

    private final Quoting quoting;

    public QuotePrice(Quoting quoting) {
        super(Input.class);
        this.quoting = quoting;
    }

    /** @param customer who asks; no price depends on it yet */
    public record Input(String tenant, String customer, List<Line> lines, Optional<String> couponCode) {}

    public record Output(Optional<Quote> quote, Optional<Problem> problem) {}

    @Override
    protected Output handle(Input input) {
        return QuoteProblems.answer(quoting.quote(input.tenant(), input.lines(), input.couponCode()),
                input.lines().stream().map(Line::sku).toList(),
                quote -> new Output(Optional.of(quote), Optional.empty()),
                problem -> new Output(Optional.empty(), Optional.of(problem)));
    }
}
