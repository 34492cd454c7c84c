package commerce.ordering;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.FunctionInvoker;
import commerce.kernel.Json;
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

    record Input(String tenant, String customer, List<Line> lines, Optional<String> couponCode, Optional<String> quoteId) {}

    /** Exactly one of the two. */
    record Answer(Optional<JsonNode> quote, Optional<Problem> problem) {}

    /**
     * A price to place an order at.
     *
     * @param shown the same as the promotion context shows it, with the quoteId that keeps it for a while
     */
    record Quoted(Quote quote, JsonNode shown) {}

    /** @throws commerce.kernel.ProblemException the problem it answers, unchanged: an unknown SKU, a coupon that does not apply, two currencies, an expired quote */
    Quoted quote(String tenant, String customer, OrderRequest wish) {
        var answer = functions.invoke("QUOTE_PRICE_FUNCTION", new Input(tenant, customer, wish.lines(), wish.couponCode(), wish.quoteId()), Answer.class);
        answer.problem().ifPresent(problem -> {
            throw problem.asException();
        });
        return answer.quote().map(shown -> new Quoted(Json.convert(shown, Quote.class), shown)).orElseThrow(() -> new IllegalStateException("quote-price answered neither a quote nor a problem"));
    }
}
