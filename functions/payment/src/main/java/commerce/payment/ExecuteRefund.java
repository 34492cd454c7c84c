package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.provider.PaymentProvider.Repayment;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Asks the provider to give money back.
 *
 * <p>Trigger: {@code refund.requested.v1}. The provider knows the refund by {@code <tenant>_<orderId>_<refundId>}, so asking twice is asking
 * once; the end is told by its notification. Errors: a provider that does not answer brings the message back.
 *
 * <p>Writes: none if the provider accepts; if it refuses for good, the refund's end with {@code refund.failed.v1}, and its amount is
 * refundable again.
 */
@Singleton
@Named("execute-refund")
public class ExecuteRefund extends EventConsumer {

    private static final Logger LOG = Logger.getLogger(ExecuteRefund.class);

    private final PaymentTable table;
    private final Providers providers;
    private final Refunds refunds;

    public ExecuteRefund(PaymentTable table, Providers providers, Refunds refunds) {
        this.table = table;
        this.providers = providers;
        this.refunds = refunds;
    }

    private record RefundRequested(String refundId, String paymentId, String provider, Money amount) {}

    @Override
    protected void consume(Event event) {
        var requested = event.data(RefundRequested.class);
        var id = PaymentId.parse(requested.paymentId()).orElseThrow(() -> new IllegalStateException("a refund of no payment of ours: " + event.id()));
        var refund = table.findRefund(id, requested.refundId()).orElseThrow(() -> new IllegalStateException("no such refund: " + event.id()));
        if (refund.status() != Refund.Status.PENDING) {
            return;
        }
        if (providers.require(refund.provider()).refund(refund) instanceof Repayment.Refused(var why)) {
            LOG.errorf("%s refuses the refund %s: %s", refund.provider(), refund.reference(), why);
            refunds.fail(id, refund.refundId(), refund.provider(), refund.amount());
        }
    }
}
