package commerce.ordering;

import commerce.kernel.HttpRequest;
import commerce.kernel.Json;
import commerce.kernel.Line;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.kernel.WantedCoupons;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a customer wants to order.
 *
 * @param lines as written; the quote merges equal SKUs
 * @param coupons to be used together
 * @param paymentProvider one of {@link PaymentProviders}
 * @param quoteId a quote whose price is to be kept
 * @param expectedTotal what the customer was shown, if the order must cost exactly that
 * @param channelId who brought the customer. Not looked up: a stale link must not cost the shop the sale, and settling knows what to do with it
 * @param returnUrl where the customer goes after paying
 */
record OrderRequest(List<Line> lines, WantedCoupons coupons, String paymentProvider, Optional<String> quoteId, Optional<Money> expectedTotal, Optional<String> channelId, Optional<String> returnUrl) {

    /** What it says is the promotion context's business. */
    private static final Pattern QUOTE_ID = Pattern.compile("[A-Za-z0-9._-]{1,16384}");
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws commerce.kernel.ProblemException 400 naming the field, or 422 for a provider nobody knows */
    static OrderRequest read(HttpRequest request) {
        var body = request.body();
        body.lines();
        var wish = new OrderRequest(
                linesAsWritten(request),
                WantedCoupons.read(body),
                body.text("paymentProvider", PROVIDER),
                body.optionalText("quoteId", QUOTE_ID),
                body.optionalMoney("expectedTotal", 0),
                body.optionalText("channelId", Names.CHANNEL_ID),
                body.optionalText("returnUrl", Names.RETURN_URL));
        body.end();
        if (!PaymentProviders.known().contains(wish.paymentProvider)) {
            throw Problem.unprocessable("unknown-payment-provider", "No such payment provider",
                    wish.paymentProvider + " is not a payment provider of this shop; it knows " + PaymentProviders.known().stream().sorted().toList(), "paymentProvider").asException();
        }
        return wish;
    }

    /** Not merged yet: a problem the quote finds names the line as the customer wrote it. */
    private static List<Line> linesAsWritten(HttpRequest request) {
        return Json.read(new String(request.rawBody(), StandardCharsets.UTF_8)).path("lines").valueStream().map(line -> Json.convert(line, Line.class)).toList();
    }
}
