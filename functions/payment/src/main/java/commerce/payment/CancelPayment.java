package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.payment.domain.CloseReason;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * The customer changed their mind: closes the payment unless the money is here, and tells the workflow that waits.
 *
 * <p>Trigger: {@code order.cancellation_requested.v1} {orderId, customer}. A row that is not there yet is left CLOSED, so that a request
 * that comes later finds out. Errors: anything thrown brings the message back.
 *
 * <p>Writes: as {@link ClosePayment}, with the reason BY_CUSTOMER; then the token fails with {@link PaymentClosed}, or succeeds if a
 * provider says that it was paid after all.
 */
@Singleton
@Named("cancel-payment")
public class CancelPayment extends EventConsumer {

    private final Closings closings;
    private final TaskTokens tokens;

    public CancelPayment(Closings closings, TaskTokens tokens) {
        this.closings = closings;
        this.tokens = tokens;
    }

    private record CancellationRequested(String orderId) {}

    @Override
    protected void consume(Event event) {
        var orderId = event.data(CancellationRequested.class).orderId();
        tokens.answer(closings.close(event.tenant(), orderId, row -> CloseReason.BY_CUSTOMER));
    }
}
