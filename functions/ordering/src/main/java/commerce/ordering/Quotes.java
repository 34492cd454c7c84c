package commerce.ordering;

import commerce.kernel.FunctionInvoker;
import commerce.kernel.Line;
import commerce.kernel.Problem;
import commerce.ordering.domain.Quote;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Asks the promotion context what goods cost now: the function {@code QUOTE_PRICE_FUNCTION}. */
@Singleton
public class Quotes {

    private final FunctionInvoker functions;

    public Quotes(FunctionInvoker functions) {
        this.functions = functions;
    }

    record Input(String tenant, String customer, List<Line> lines, Optional<String> couponCode) {}

    /** Exactly one of the two. */
    record Answer(Optional<Quote> quote, Optional<Problem> problem) {}

    /** @throws commerce.kernel.ProblemException the problem it answers, unchanged: an unknown SKU, a coupon that does not apply, two currencies */
    Quote quote(String tenant, String customer, OrderRequest wish) {
        var answer = functions.invoke("QUOTE_PRICE_FUNCTION", new Input(tenant, customer, wish.lines(), wish.couponCode()), Answer.class);
        answer.problem().ifPresent(problem -> {
            throw problem.asException();
        });
        return answer.quote().orElseThrow(() -> new IllegalStateException("quote-price answered neither a quote nor a problem"));
    }
}
