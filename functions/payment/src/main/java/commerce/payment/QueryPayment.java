package commerce.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import commerce.kernel.TaskOperation;
import commerce.payment.domain.Payment;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Asks the providers whether an order has been paid without our being told.
 *
 * <p>Trigger: the payment-recovery workflow's Task. In: {@link Input}. Out: {@link Output}; however often it is asked. Errors:
 * {@link commerce.kernel.Busy} if a provider does not answer.
 *
 * <p>Writes: none if there is nothing new; otherwise the capture with {@code payment.captured.v1} as a notification would have brought it,
 * and then the checkout's token is answered.
 */
@Singleton
@Named("query-payment")
public class QueryPayment extends TaskOperation<QueryPayment.Input, QueryPayment.Output> {

    private final PaymentTable table;
    private final Inquiries inquiries;

    public QueryPayment(PaymentTable table, Inquiries inquiries) {
        super(Input.class);
        this.table = table;
        this.inquiries = inquiries;
    }

    /**
     * @param tenant whose order
     * @param orderId which order
     */
    public record Input(String tenant, String orderId) {}

    /**
     * @param status OPEN while it can still be paid, CAPTURED or CLOSED
     * @param customer who is to pay; absent if the order was never asked to be paid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Output(Payment.Status status, String customer) {}

    @Override
    protected Output handle(Input input) {
        var payment = table.find(input.tenant(), input.orderId()).map(inquiries::ask)
                .orElseThrow(() -> new IllegalStateException("no payment of order " + input.orderId() + " was ever asked for"));
        return new Output(payment.status(), payment.terms().map(Payment.Terms::customer).orElse(null));
    }
}
