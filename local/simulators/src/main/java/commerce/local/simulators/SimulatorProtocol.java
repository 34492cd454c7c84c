package commerce.local.simulators;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The protocol of the provider {@code simulator}; every request carries {@link Signature}, every webhook too.
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
final class SimulatorProtocol implements Protocol {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private final Desk desk;
    private final String secret;

    SimulatorProtocol(Desk desk, String secret) {
        this.desk = desk;
        this.secret = secret;
    }

    private record NewPayment(String paymentId, Money amount, long expiresAt) {}

    private record NewRefund(String refundId, String paymentId, Money amount) {}

    private record Action(String type, String url) {}

    private record PaymentView(String paymentId, String providerReference, Payment.Status status, Money amount, Money paid, Action action) {}

    private record RefundView(String refundId, String paymentId, Money amount, Refund.Status status) {}

    @Override
    public Reply answer(Call call) {
        var signature = call.header(Signature.HEADER.toLowerCase(Locale.ROOT)).orElse(null);
        return Signature.proves(signature, secret, desk.now(), call.body())
                ? route(call)
                : refused(401, "unauthenticated", "the signature is missing, wrong, or more than 300 s off");
    }

    private Reply route(Call call) {
        var parts = call.path().substring(1).split("/", -1);
        var shape = call.method() + " " + parts[0] + (parts.length > 1 ? "/{id}" : "") + (parts.length > 2 ? "/" + parts[2] : "") + (parts.length > 3 ? "/..." : "");
        try {
            return switch (shape) {
                case "POST payments" -> create(JSON.readValue(call.body(), NewPayment.class));
                case "GET payments/{id}" -> desk.books().find(parts[1]).map(this::view).orElseGet(SimulatorProtocol::unknown);
                case "POST payments/{id}/close" -> desk.books().close(parts[1]).map(this::view).orElseGet(SimulatorProtocol::unknown);
                case "POST refunds" -> refund(JSON.readValue(call.body(), NewRefund.class));
                case "GET refunds/{id}" -> desk.books().findRefund(parts[1]).map(SimulatorProtocol::view).orElseGet(SimulatorProtocol::unknown);
                default -> refused(404, "unknown_path", "no such path");
            };
        } catch (IOException | IllegalArgumentException e) {
            return refused(400, "malformed", "the body is not what this path takes");
        }
    }

    private Reply create(NewPayment asked) {
        require(ID.matcher(asked.paymentId()).matches() && valid(asked.amount()));
        var created = desk.books().create(new Asked(asked.paymentId(), asked.paymentId(), "sim_" + asked.paymentId(), asked.amount(), desk.now(),
                Instant.ofEpochSecond(asked.expiresAt()), NullNode.instance));
        return created.entry().amount().equals(asked.amount())
                ? view(created.entry())
                : refused(422, "amount_differs", "this payment was created with another amount");
    }

    private Reply refund(NewRefund asked) {
        require(ID.matcher(asked.refundId()).matches() && valid(asked.amount()));
        var refund = Refund.asked(asked.refundId(), asked.paymentId(), "sim_" + asked.refundId(), asked.amount(), desk.now(), NullNode.instance);
        return switch (desk.books().refund(refund)) {
            case Books.Refunding.Accepted(var taken, var isNew) -> {
                if (isNew) {
                    desk.finishSoon(taken);
                }
                yield view(taken);
            }
            case Books.Refunding.Differs differs -> refused(422, "refund_differs", "this refund was asked for with other content");
            case Books.Refunding.NoPayment none -> refused(404, "unknown_payment", "no such payment");
            case Books.Refunding.NotPaid open -> refused(422, "not_paid", "nothing was paid that could be given back");
            case Books.Refunding.Exceeds less -> refused(422, "exceeds_payment", "that is more than is left of the payment, or another currency");
        };
    }

    private Reply view(Payment payment) {
        var paid = payment.receipt() == null ? null : payment.receipt().amount();
        return json(200, new PaymentView(payment.paymentId(), payment.providerReference(), payment.status(), payment.amount(), paid, new Action("REDIRECT", desk.payPage(payment.key()))));
    }

    private static Reply view(Refund refund) {
        return json(200, new RefundView(refund.key(), refund.paymentKey(), refund.amount(), refund.status()));
    }

    private static boolean valid(Money amount) {
        return amount.amount() > 0 && Currency.getInstance(amount.currency()) != null;
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("not a valid request");
        }
    }

    private static Reply unknown() {
        return refused(404, "unknown", "nothing of that id has ever existed here");
    }

    private static Reply refused(int status, String code, String message) {
        return json(status, Map.of("error", Map.of("code", code, "message", message)));
    }

    private static Reply json(int status, Object body) {
        return new Reply(status, "application/json", Map.of(), bytes(body));
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Notification> tell(Change change) {
        return switch (change) {
            case Change.Paid(var payment) -> List.of(event("payment.succeeded", payment, payment.receipt().amount(), null));
            case Change.Refused(var payment) -> List.of(event("payment.failed", payment, payment.amount(), null));
            case Change.RefundEnded(var payment, var refund) ->
                List.of(event(refund.status() == Refund.Status.SUCCEEDED ? "refund.succeeded" : "refund.failed", payment, refund.amount(), refund.key()));
            case Change.Closed closed -> List.of();
            case Change.Processing unknownHere -> List.of();
            case Change.RefundReturned unknownHere -> List.of();
            case Change.Disputed disputed -> List.of();
            case Change.DisputeEnded ended -> List.of();
        };
    }

    private Notification event(String type, Payment payment, Money amount, String refundId) {
        var event = new Event("evt_" + payment.paymentId() + "_" + payment.events(), type, desk.now().getEpochSecond(),
                new Event.Data(payment.paymentId(), payment.providerReference(), amount, refundId));
        var body = bytes(event);
        return new Notification(event.id(), desk.webhookUrl(),
                now -> new Notification.Message("application/json", Map.of(Signature.HEADER, Signature.of(secret, now, body)), body));
    }

    @Override
    public boolean knowsDisputes() {
        return false;
    }

    @Override
    public DeliveryRules delivery() {
        return new ImpatientDelivery();
    }
}
