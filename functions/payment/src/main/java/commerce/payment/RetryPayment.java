package commerce.payment;

import commerce.kernel.Body;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Idempotency;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.kernel.ProblemException;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.Payment.Retry;
import commerce.payment.domain.PaymentAction;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A further attempt to pay, at the same or another provider, while the order waits for its money.
 *
 * <p>Route: {@code POST /orders/{orderId}/payments} {paymentProvider, returnUrl?}. Answers 201 {paymentId, provider, status: "OPEN", action}; 404
 * {@code order-not-found} (another customer's order too); 409 {@code payment-not-open} before the order is asked to be paid, once its money
 * is decided, or after the payment window, {@code too-many-payment-attempts}; 422 {@code unknown-payment-provider},
 * {@code payment-not-possible}; 503 if the provider does not answer. An {@code Idempotency-Key} is honoured, but not required.
 *
 * <p>Earlier attempts stay open: of two that succeed, the second is refunded by itself.
 *
 * <p>Writes: the attempt is claimed on the row as it was read (one write); the provider's answer is stored with
 * {@code payment.requested.v1} (one write).
 */
@Singleton
@Named("retry-payment")
public class RetryPayment extends HttpOperation {

    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final PaymentTable table;
    private final Providers providers;
    private final Attempts attempts;
    private final Orders orders;
    private final Idempotency idempotency;
    private final Clock clock;

    public RetryPayment(PaymentTable table, Providers providers, Attempts attempts, Orders orders, Idempotency idempotency, Clock clock) {
        this.table = table;
        this.providers = providers;
        this.attempts = attempts;
        this.orders = orders;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    private record Answer(String paymentId, String provider, String status, PaymentAction action) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var orderId = request.path("orderId", Names.ORDER_ID);
        var wanted = read(request.body());
        if (request.header("Idempotency-Key").isPresent()) {
            return idempotency.once(request, claim -> tryAgain(request, orderId, wanted));
        }
        return tryAgain(request, orderId, wanted);
    }

    /** @param returnUrl where the buyer goes after paying; empty for where the order's request said */
    private record Wish(String provider, Optional<String> returnUrl) {}

    private static Wish read(Body body) {
        var wish = new Wish(body.text("paymentProvider", PROVIDER), body.optionalText("returnUrl", Names.RETURN_URL));
        body.end();
        return wish;
    }

    private HttpResponse tryAgain(HttpRequest request, String orderId, Wish wish) {
        var wanted = wish.provider();
        var payment = ownPayment(request, orderId);
        var provider = providers.find(wanted).orElseThrow(() -> Problem.unprocessable("unknown-payment-provider", "No such payment provider",
                "the payment provider " + wanted + " is unknown or switched off", "paymentProvider").asException());
        while (true) {
            switch (payment.retry(clock.instant())) {
                case Retry.NotOpen(var why) -> throw notOpen("no further attempt is possible: " + why);
                case Retry.TooMany() -> throw Problem.conflict("too-many-payment-attempts", "Too many payment attempts",
                        "an order can be tried to be paid " + Payment.MAX_ATTEMPTS + " times at most").asException();
                case Retry.Try(var number, var terms) -> {
                    switch (table.addAttemptIfUnchanged(payment, number, wanted)) {
                        case Write.Done(var claimed) -> {
                            return open(provider, claimed, claimed.attempt(number).orElseThrow(), wish.returnUrl());
                        }
                        case Write.Refused(var was) -> payment = was.orElseThrow();
                    }
                }
            }
        }
    }

    private Payment ownPayment(HttpRequest request, String orderId) {
        var tenant = request.tenant();
        var payment = table.find(tenant, orderId).filter(row -> row.terms().isPresent());
        var customer = payment.map(row -> row.terms().get().customer()).or(() -> orders.find(tenant, orderId).map(Orders.Order::customer));
        if (!customer.equals(Optional.of(request.subject()))) {
            throw Problem.notFound("order", "there is no order " + orderId + " of yours").asException();
        }
        return payment.orElseThrow(() -> notOpen("the order does not wait for a payment"));
    }

    private HttpResponse open(PaymentProvider provider, Payment claimed, Attempt attempt, Optional<String> returnUrl) {
        var id = claimed.idOf(attempt);
        return switch (attempts.open(provider, claimed, attempt, returnUrl)) {
            case Attempts.Result.Opened(var payment, var action) -> HttpResponse.created(new Answer(id.toString(), provider.name(), "OPEN", action));
            case Attempts.Result.Decided(var payment) -> throw notOpen("the order's payment was decided meanwhile");
            case Attempts.Result.Refused(var why) -> throw Problem.unprocessable("payment-not-possible", "The provider refuses the payment",
                    provider.name() + " does not take this payment: " + why, "paymentProvider").asException();
        };
    }

    private static ProblemException notOpen(String detail) {
        return Problem.conflict("payment-not-open", "The order cannot be paid now", detail).asException();
    }
}
