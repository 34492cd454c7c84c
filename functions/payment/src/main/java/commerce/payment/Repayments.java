package commerce.payment;

import commerce.kernel.Busy;
import commerce.kernel.Outcomes;
import commerce.payment.domain.Refund;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Repayment;
import commerce.payment.provider.Providers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Pursues a pending refund at its provider: asks for it under its own key until the provider has taken it, then asks after it, and acts as if
 * told. However often it is done, one refund is made.
 *
 * <p>A provider that does not answer, or whose balance does not cover it, is asked again: after five minutes, then twice as long each time, up
 * to six hours. After {@value #MOST_TRIES} tries, some two days, it is given up: it stays PENDING and visible, an alarm rings, and the operator
 * who asks for the same refund again starts it anew.
 */
@Singleton
public class Repayments {

    static final int MOST_TRIES = 14;
    private static final Duration SOONEST = Duration.ofMinutes(5);
    private static final Duration LATEST = Duration.ofHours(6);
    private static final Logger LOG = Logger.getLogger(Repayments.class);

    private final PaymentTable payments;
    private final RefundsTable table;
    private final PendingTable pending;
    private final ReferencesTable references;
    private final Providers providers;
    private final Refunds refunds;
    private final Clock clock;

    public Repayments(PaymentTable payments, RefundsTable table, PendingTable pending, ReferencesTable references, Providers providers, Refunds refunds, Clock clock) {
        this.payments = payments;
        this.table = table;
        this.pending = pending;
        this.references = references;
        this.providers = providers;
        this.refunds = refunds;
        this.clock = clock;
    }

    /**
     * Takes a refund one step further; nothing if it has ended.
     *
     * @return whether its end is known now
     * @throws Busy if the provider did not answer; when it is asked again is written down
     */
    boolean pursue(RefundsTable.Progress progress) {
        var refund = progress.refund();
        if (refund.status() != Refund.Status.PENDING) {
            return true;
        }
        try {
            return ended(progress);
        } catch (Busy busy) {
            notTaken(progress, busy);
            throw busy;
        }
    }

    private boolean ended(RefundsTable.Progress progress) {
        var refund = progress.refund();
        var id = refund.paymentId();
        var payment = payments.find(id.tenant(), id.orderId()).orElseThrow();
        var attempt = PaymentProvider.Known.of(payment, payment.attempt(id.attempt()).orElseThrow());
        return switch (ask(providers.require(refund.provider()), refund, attempt)) {
            case Repayment.Pending(var reference) -> {
                remember(refund, reference);
                pending.postpone(refund, clock.instant().plus(between(Duration.between(progress.requestedAt(), clock.instant()))));
                yield false;
            }
            case Repayment.Succeeded(var reference) -> {
                remember(refund, reference);
                refunds.succeed(id, refund.refundId(), refund.provider(), refund.amount());
                yield true;
            }
            case Repayment.Refused(var why) -> {
                LOG.errorf("%s refuses the refund %s: %s", refund.provider(), refund.reference(), why);
                refunds.fail(id, refund.refundId(), refund.provider(), refund.amount());
                yield true;
            }
            case Repayment.Unknown() -> throw new IllegalStateException(refund.provider() + " no longer knows the refund " + refund.reference());
        };
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
            table.rememberThere(refund, providerReference);
        }
    }

    private void notTaken(RefundsTable.Progress progress, Busy busy) {
        var refund = progress.refund();
        var tries = progress.tries() + 1;
        if (tries < MOST_TRIES) {
            pending.remember(refund, busy.getMessage(), clock.instant().plus(between(SOONEST.multipliedBy(1L << (tries - 1)))));
            return;
        }
        LOG.errorf("the refund %s is given up after %d tries: %s", refund.reference(), tries, busy.getMessage());
        pending.giveUp(refund, busy.getMessage());
        Outcomes.count("RefundsGivenUp", "provider", refund.provider());
    }

    private static Duration between(Duration wanted) {
        return wanted.compareTo(SOONEST) < 0 ? SOONEST : wanted.compareTo(LATEST) > 0 ? LATEST : wanted;
    }
}
