package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Ends the wait for money, or finds that it has come: what a workflow does before it gives anything back.
 *
 * <p>Trigger: the checkout workflow's Task. In: {@link Input}. Out: {@code {status: "CLOSED", reason}} or
 * {@code {status: "CAPTURED", paymentId, provider}}; the same however often it is asked. Errors: {@link commerce.kernel.Busy} if a provider
 * does not answer; nothing is decided then.
 *
 * <p>Writes: the attempts are closed at their providers, then one write on an unchanged row with {@code payment.closed.v1}; or the capture
 * with {@code payment.captured.v1} if a provider says it was paid. Without a row, a CLOSED one is left that blocks a late request.
 */
@Singleton
@Named("close-payment")
public class ClosePayment extends TaskOperation<ClosePayment.Input, ClosePayment.Output> {

    private final Closings closings;

    public ClosePayment(Closings closings) {
        super(Input.class);
        this.closings = closings;
    }

    /**
     * @param tenant whose order
     * @param orderId which order
     * @param cause the name of the error that ended the way forward, for example {@code States.Timeout}
     */
    public record Input(String tenant, String orderId, String cause) {}

    /**
     * @param status CLOSED or CAPTURED
     * @param reason if CLOSED
     * @param paymentId if CAPTURED
     * @param provider if CAPTURED
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Output(Payment.Status status, CloseReason reason, String paymentId, String provider) {}

    @Override
    protected Output handle(Input input) {
        var decided = closings.close(input.tenant(), input.orderId(),
                row -> row.map(payment -> payment.reasonFor(input.cause())).orElseGet(() -> CloseReason.of(false, input.cause())));
        if (decided.status() == Payment.Status.CAPTURED) {
            Attempt attempt = decided.capturedAttempt().orElseThrow();
            return new Output(decided.status(), null, decided.idOf(attempt).toString(), attempt.provider());
        }
        var reason = decided.reason().orElseThrow();
        Outcomes.count("PaymentsClosed", "reason", reason.name());
        return new Output(decided.status(), reason, null, null);
    }
}
