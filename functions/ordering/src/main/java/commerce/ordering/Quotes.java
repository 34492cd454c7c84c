package commerce.ordering;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    /** Coupons as the caller named them, so that a problem can name the field. */
    record Input(String tenant, String customer, List<Line> lines, Optional<String> couponCode, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> couponCodes, Optional<String> quoteId) {

        static Input of(String tenant, String customer, OrderRequest wish) {
            var codes = wish.coupons().codes();
            var listed = wish.coupons().listed();
            return new Input(tenant, customer, wish.lines(), codes.stream().filter(_ -> !listed).findFirst(), listed ? codes : List.of(), wish.quoteId());
        }
    }

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
        var answer = functions.invoke("QUOTE_PRICE_FUNCTION", Input.of(tenant, customer, wish), Answer.class);
        answer.problem().ifPresent(problem -> {
            throw problem.asException();
        });
        return answer.quote().map(shown -> new Quoted(Json.convert(shown, Quote.class), shown)).orElseThrow(() -> new IllegalStateException("quote-price answered neither a quote nor a problem"));
    }
}
