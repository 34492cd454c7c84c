package commerce.payment;

import commerce.kernel.Body;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Money;
import commerce.kernel.Names;
import commerce.kernel.Outcomes;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Payment.Refunding;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Begins a refund of captured money, whole or in part, or begins the automatic refund of late money anew if that has failed.
 *
 * <p>Route: {@code POST /admin/orders/{orderId}/refunds} {refundId, amount?, restock?} or {refundId, replaces}, with an
 * {@code Idempotency-Key}. Without an amount all that is left goes back; {@code replaces} names a failed automatic refund, {@code late-1}.
 * Answers 202 {refundId, orderId, amount, status: "PENDING"}; a refundId seen again answers the same, or 422 {@code refund-reused} if its
 * content was another; one that was given up by then is tried anew. 404 {@code order-not-found}; 409 {@code not-refundable} if no money is kept for the
 * order (not paid yet, closed, or free); 422 {@code refund-exceeds-payment} with {@code refundable}, {@code refund-currency-differs},
 * {@code refund-not-replaceable}.
 *
 * <p>What is pending counts as given back; what failed does not. An order is refundable from its capture on: it is CONFIRMED then or about
 * to be, and nothing undoes that.
 *
 * <p>Writes: the row's sum of refunds under its limit, and the refund with {@code refund.requested.v1}, in one transaction. The answer to
 * the key is stored after it; the refundId makes a repetition in between harmless.
 */
@Singleton
@Named("refund-payment")
public class RefundPayment extends HttpOperation {

    private static final Logger LOG = Logger.getLogger(RefundPayment.class);

    private final PaymentTable table;
    private final RefundsTable refunds;
    private final PendingTable pending;
    private final Orders orders;
    private final Idempotency idempotency;
    private final Clock clock;

    public RefundPayment(PaymentTable table, RefundsTable refunds, PendingTable pending, Orders orders, Idempotency idempotency, Clock clock) {
        this.table = table;
        this.refunds = refunds;
        this.pending = pending;
        this.orders = orders;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    private record Wish(String refundId, Optional<Money> amount, boolean restock, Optional<String> replaces) {}

    private record Answer(String refundId, String orderId, Money amount, Refund.Status status) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var orderId = request.path("orderId", Names.ORDER_ID);
        var tenant = request.tenant();
        return idempotency.once(request, claim -> refund(tenant, orderId, read(request.body())));
    }

    private static Wish read(Body body) {
        var refundId = body.text("refundId", Names.CLIENT_ID);
        if (Refund.isLateId(refundId)) {
            throw body.refuse("refundId", "must not be late- and a number: those name the automatic refunds of late money");
        }
        var replaces = body.optionalText("replaces", Names.CLIENT_ID);
        if (replaces.isPresent() && !Refund.isLateId(replaces.get())) {
            throw body.refuse("replaces", "must be late- and a number: other refunds are asked for again with a new refundId");
        }
        // Late money goes back as a whole, and no goods with it.
        var wish = replaces.isPresent() ? new Wish(refundId, Optional.empty(), false, replaces)
                : new Wish(refundId, body.optionalMoney("amount", 1), body.optionalFlag("restock").orElse(false), replaces);
        body.end();
        return wish;
    }

    private HttpResponse refund(String tenant, String orderId, Wish wish) {
        while (true) {
            // In this order: a sum that already counts a refund was written with it, so the refund is then found.
            var payment = table.find(tenant, orderId).orElseThrow(() -> noPayment(tenant, orderId));
            var known = refunds.find(new PaymentId(tenant, orderId, 1), wish.refundId());
            if (known.isPresent()) {
                return again(known.get(), wish);
            }
            if (wish.replaces().isPresent()) {
                return replace(payment, wish.replaces().get(), wish.refundId());
            }
            switch (payment.refund(wish.refundId(), wish.amount(), wish.restock())) {
                case Refunding.NothingCaptured() -> throw notRefundable(payment);
                case Refunding.OtherCurrency(var captured) -> throw Problem.unprocessable("refund-currency-differs", "The payment is in another currency",
                        "the order was paid in " + captured.currency(), "amount.currency").asException();
                case Refunding.Exceeds(var refundable) -> throw Problem.unprocessable("refund-exceeds-payment", "More than is left of the payment",
                        "at most " + refundable + " (in minor units) can still be refunded", "amount").with("refundable", refundable).asException();
                case Refunding.Begin(var refund) -> {
                    if (refunds.beginIfCovered(payment, refund, PaymentEvents.refundRequested(refund, clock.instant()))) {
                        Outcomes.count("RefundsRequested", "provider", refund.provider());
                        return answer(refund);
                    }
                }
            }
        }
    }

    private HttpResponse replace(Payment payment, String failedId, String refundId) {
        var failed = refunds.find(new PaymentId(payment.tenant(), payment.orderId(), 1), failedId);
        if (failed.isPresent()) {
            var replacement = failed.get().again(refundId);
            if (refunds.replaceIfFailed(failed.get(), replacement, PaymentEvents.refundRequested(replacement, clock.instant()))) {
                Outcomes.count("RefundsRequested", "provider", replacement.provider());
                return answer(replacement);
            }
        }
        throw Problem.unprocessable("refund-not-replaceable", "No failed automatic refund of that name", failedId + " is not an automatic refund of this order that has failed and was not replaced yet", "replaces").asException();
    }

    private HttpResponse again(Refund first, Wish wish) {
        if (first.late() != wish.replaces().isPresent() || !first.late() && (!first.asked().equals(wish.amount()) || first.restock() != wish.restock())) {
            throw Problem.unprocessable("refund-reused", "The refundId was used with other content",
                    "the refund " + wish.refundId() + " was first asked for with another amount or restock; use a new refundId for a new refund", "refundId").asException();
        }
        if (pending.resume(first)) {
            LOG.infof("the refund %s, which was given up, is tried anew", first.reference());
        }
        return answer(first);
    }

    /** The first answer, whatever has become of the refund: asking again asks for nothing new. */
    private static HttpResponse answer(Refund refund) {
        return HttpResponse.json(202, new Answer(refund.refundId(), refund.paymentId().orderId(), refund.amount(), Refund.Status.PENDING));
    }

    private ProblemException noPayment(String tenant, String orderId) {
        return orders.find(tenant, orderId)
                .map(order -> notRefundable("no money was taken for this order"))
                .orElseGet(() -> Problem.notFound("order", "there is no order " + orderId).asException());
    }

    private static ProblemException notRefundable(Payment payment) {
        return notRefundable(payment.status() == Payment.Status.OPEN
                ? "the order is not paid yet"
                : "no money is kept for this order; should any arrive late, it is refunded by itself");
    }

    private static ProblemException notRefundable(String detail) {
        return Problem.conflict("not-refundable", "There is no money to refund", detail).asException();
    }
}
