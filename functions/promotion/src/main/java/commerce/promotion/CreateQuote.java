package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.kernel.WantedCoupons;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /quotes} (scope shop): what some lines cost the customer, promised until {@code expiresAt} to an order that carries the
 * {@code quoteId}. Goods and coupon are not reserved by it, and nothing is written but the shop's key by its first quote, so it asks for no
 * {@code Idempotency-Key}.
 *
 * <p>In: {@code {"lines": [{"sku", "quantity"}], "couponCode"? | "couponCodes"?}}. Out: 200 with a {@link SignedQuote}. Problems: 400,
 * 413, and 422 of {@link QuoteProblems}. Reads as {@link Quoting} says.
 */
@Singleton
@Named("create-quote")
public class CreateQuote extends HttpOperation {

    private final Quoting quoting;

    public CreateQuote(Quoting quoting) {
        this.quoting = quoting;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var customer = request.subject();
        var body = request.body();
        var lines = body.lines();
        var coupons = WantedCoupons.read(body);
        body.end();
        return QuoteProblems.answer(quoting.price(new Quoting.Ask(tenant, customer, lines, coupons, Optional.empty())), asked(request), coupons, HttpResponse::ok, CreateQuote::refuse);
    }

    private static HttpResponse refuse(Problem problem) {
        throw problem.asException();
    }

    /** The lines are merged and sorted once they are read; a problem names the line as the caller wrote it. */
    private static List<String> asked(HttpRequest request) {
        return Json.read(new String(request.rawBody(), StandardCharsets.UTF_8)).path("lines").valueStream().map(line -> line.path("sku").asText()).toList();
    }
}
