package commerce.local.simulators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a merchant calls; every request carries {@link Signature}.
 *
 * <pre>
 * POST /payments {paymentId, amount, expiresAt (epoch seconds)}   200 payment, idempotent by paymentId; 422 with another amount
 * GET  /payments/{paymentId}                                      200 payment, 404
 * POST /payments/{paymentId}/close                                200 payment, CLOSED or PAID; 404
 * POST /refunds  {refundId, paymentId, amount}                    200 refund, idempotent by refundId; 404, 422 is final
 * GET  /refunds/{refundId}                                        200 refund, 404
 * </pre>
 *
 * A payment is {@code {paymentId, providerReference, status: OPEN|PAID|REFUSED|CLOSED, amount, paid?, action: {type: REDIRECT, url}}}, a
 * refund {@code {refundId, paymentId, amount, status: PENDING|SUCCEEDED|FAILED}}, an error {@code {error: {code, message}}}.
 */
final class Api {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private final Books books;
    private final String secret;
    private final Clock clock;
    private final URI baseUrl;
    private final Consumer<String> finishSoon;

    Api(Books books, String secret, Clock clock, URI baseUrl, Consumer<String> finishSoon) {
        this.books = books;
        this.secret = secret;
        this.clock = clock;
        this.baseUrl = baseUrl;
        this.finishSoon = finishSoon;
    }

    private record NewPayment(String paymentId, Money amount, long expiresAt) {}

    private record NewRefund(String refundId, String paymentId, Money amount) {}

    private record Action(String type, String url) {}

    private record PaymentView(String paymentId, String providerReference, Payment.Status status, Money amount, Money paid, Action action) {}

    private record Answer(int status, Object body) {}

    void handle(HttpExchange exchange) throws IOException {
        var body = Exchange.body(exchange);
        var signature = exchange.getRequestHeaders().getFirst(Signature.HEADER);
        var answer = Signature.proves(signature, secret, clock.instant(), body)
                ? route(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body)
                : refused(401, "unauthenticated", "the signature is missing, wrong, or more than 300 s off");
        Exchange.answer(exchange, answer.status(), "application/json", JSON.writeValueAsString(answer.body()));
    }

    private Answer route(String method, String path, byte[] body) {
        var parts = path.substring(1).split("/", -1);
        var shape = method + " " + parts[0] + (parts.length > 1 ? "/{id}" : "") + (parts.length > 2 ? "/" + parts[2] : "") + (parts.length > 3 ? "/..." : "");
        try {
            return switch (shape) {
                case "POST payments" -> create(JSON.readValue(body, NewPayment.class));
                case "GET payments/{id}" -> books.find(parts[1]).map(this::view).orElseGet(Api::unknown);
                case "POST payments/{id}/close" -> books.close(parts[1]).map(this::view).orElseGet(Api::unknown);
                case "POST refunds" -> refund(JSON.readValue(body, NewRefund.class));
                case "GET refunds/{id}" -> books.findRefund(parts[1]).map(refund -> new Answer(200, refund)).orElseGet(Api::unknown);
                default -> refused(404, "unknown_path", "no such path");
            };
        } catch (IOException | IllegalArgumentException e) {
            return refused(400, "malformed", "the body is not what this path takes");
        }
    }

    private Answer create(NewPayment asked) {
        require(ID.matcher(asked.paymentId()).matches() && valid(asked.amount()));
        return switch (books.create(asked.paymentId(), asked.amount(), Instant.ofEpochSecond(asked.expiresAt()))) {
            case Books.Asked.Accepted<Payment>(var payment, var isNew) -> view(payment);
            case Books.Asked.Refused<Payment>(var status, var code, var message) -> refused(status, code, message);
        };
    }

    private Answer refund(NewRefund asked) {
        require(ID.matcher(asked.refundId()).matches() && valid(asked.amount()));
        return switch (books.refund(asked.refundId(), asked.paymentId(), asked.amount())) {
            case Books.Asked.Accepted<Refund>(var refund, var isNew) -> {
                if (isNew) {
                    finishSoon.accept(refund.refundId());
                }
                yield new Answer(200, refund);
            }
            case Books.Asked.Refused<Refund>(var status, var code, var message) -> refused(status, code, message);
        };
    }

    private Answer view(Payment payment) {
        return new Answer(200, new PaymentView(payment.paymentId(), payment.providerReference(), payment.status(), payment.amount(), payment.paid(),
                new Action("REDIRECT", baseUrl + "/pay/" + payment.paymentId())));
    }

    private static boolean valid(Money amount) {
        return amount.amount() > 0 && Currency.getInstance(amount.currency()) != null;
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("not a valid request");
        }
    }

    private static Answer unknown() {
        return refused(404, "unknown", "nothing of that id has ever existed here");
    }

    private static Answer refused(int status, String code, String message) {
        JsonNode error = JSON.valueToTree(Map.of("error", Map.of("code", code, "message", message)));
        return new Answer(status, error);
    }
}
