package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.kernel.Money;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Repayment;
import commerce.payment.provider.Providers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Asks the provider to give money back.
 *
 * <p>Trigger: {@code refund.requested.v1}. The provider knows the refund by {@code <tenant>_<orderId>_<refundId>}, so asking twice is asking
 * once; the end is told by its answer or by its notification. Errors: a provider that does not answer brings the message back.
 *
 * <p>Writes: before the call, what the provider will call the refund, if it cannot carry our reference; after it, the provider's own id;
 * then the refund's end if the answer tells it: {@code refund.succeeded.v1}, or {@code refund.failed.v1}, and its amount is refundable again.
 */
@Singleton
@Named("execute-refund")
public class ExecuteRefund extends EventConsumer {

    private static final Logger LOG = Logger.getLogger(ExecuteRefund.class);

    private final PaymentTable table;
    private final ReferencesTable references;
    private final Providers providers;
    private final Refunds refunds;

    public ExecuteRefund(PaymentTable table, ReferencesTable references, Providers providers, Refunds refunds) {
        this.table = table;
        this.references = references;
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
        var payment = table.find(id.tenant(), id.orderId()).orElseThrow();
        var attempt = PaymentProvider.Known.of(payment, payment.attempt(id.attempt()).orElseThrow());
        switch (ask(providers.require(refund.provider()), refund, attempt)) {
            case Repayment.Pending(var reference) -> remember(refund, reference);
            case Repayment.Succeeded(var reference) -> {
                remember(refund, reference);
                refunds.succeed(id, refund.refundId(), refund.provider(), refund.amount());
            }
            case Repayment.Refused(var why) -> {
                LOG.errorf("%s refuses the refund %s: %s", refund.provider(), refund.reference(), why);
                refunds.fail(id, refund.refundId(), refund.provider(), refund.amount());
            }
            case Repayment.Unknown() -> throw new IllegalStateException(refund.provider() + " no longer knows the refund " + refund.reference());
        }
    }

    /** What the provider has taken is asked after, never asked for a second time. */
    private Repayment ask(PaymentProvider provider, Refund refund, PaymentProvider.Known attempt) {
        if (refund.providerReference().isPresent()) {
            return provider.queryRefund(refund, attempt);
        }
        var nameThere = provider.nameThere(refund);
        if (!nameThere.equals(refund.reference())) {
            references.rememberRefund(refund, nameThere);
        }
        return provider.refund(refund, attempt);
    }

    private void remember(Refund refund, String providerReference) {
        if (refund.providerReference().isEmpty()) {
            table.rememberRefundThere(refund, providerReference);
        }
    }
}
