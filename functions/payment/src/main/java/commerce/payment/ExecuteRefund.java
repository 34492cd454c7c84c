package commerce.payment;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.payment.domain.PaymentId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Asks the provider to give money back.
 *
 * <p>Trigger: {@code refund.requested.v1}. The provider knows the refund by {@code <tenant>_<orderId>_<refundId>}, so asking twice is asking
 * once; the end is told by its answer or by its notification. A provider that does not answer is asked again by {@link QueryPendingRefunds}.
 *
 * <p>Writes: before the call, what the provider will call the refund, if it cannot carry our reference; after it, the provider's own id;
 * then the refund's end if the answer tells it: {@code refund.succeeded.v1}, or {@code refund.failed.v1}, and its amount is refundable again.
 */
@Singleton
@Named("execute-refund")
public class ExecuteRefund extends EventConsumer {

    private static final Logger LOG = Logger.getLogger(ExecuteRefund.class);

    private final RefundsTable table;
    private final Repayments repayments;

    public ExecuteRefund(RefundsTable table, Repayments repayments) {
        this.table = table;
        this.repayments = repayments;
    }

    private record RefundRequested(String refundId, String paymentId) {}

    @Override
    protected void consume(Event event) {
        var requested = event.data(RefundRequested.class);
        var id = PaymentId.parse(requested.paymentId()).orElseThrow(() -> new IllegalStateException("a refund of no payment of ours: " + event.id()));
        var progress = table.progress(id.tenant(), id.orderId(), requested.refundId()).orElseThrow(() -> new IllegalStateException("no such refund: " + event.id()));
        try {
            repayments.pursue(progress);
        } catch (Busy busy) {
            LOG.warnf("the refund %s is tried again later: %s", progress.refund().reference(), busy.getMessage());
        }
    }
}
