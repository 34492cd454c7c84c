package commerce.payment;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.kernel.Busy;
import commerce.kernel.TaskOperation;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Finds lost notifications: asks the providers after payments that have been open for some minutes, and closes at their providers what a
 * decided payment has left open.
 *
 * <p>Trigger: a schedule, every five minutes. In: nothing of interest. Out: {@link Swept}. A payment is asked after three minutes after its
 * newest attempt, then after about double the time, at most half an hour apart while it can be paid, half a day once it is decided. A
 * provider that does not answer is left alone until the next run, and does not hold up the others. Errors: it goes through what is due, then
 * throws if something unforeseen went wrong, so that an alarm sees it.
 *
 * <p>Writes: as {@link QueryPayment}; the refund of late money; and when the payment is asked after next.
 */
@Singleton
@Named("query-pending-payments")
public class QueryPendingPayments extends TaskOperation<JsonNode, QueryPendingPayments.Swept> {

    private static final int PER_SHARD = 50;
    private static final Duration SOONEST = Duration.ofMinutes(5);
    private static final Duration LATEST_WHILE_OPEN = Duration.ofMinutes(30);
    private static final Duration LATEST_WHEN_DECIDED = Duration.ofHours(12);
    private static final Logger LOG = Logger.getLogger(QueryPendingPayments.class);

    private final PendingTable pending;
    private final PaymentTable table;
    private final Inquiries inquiries;
    private final Clock clock;

    public QueryPendingPayments(PendingTable pending, PaymentTable table, Inquiries inquiries, Clock clock) {
        super(JsonNode.class);
        this.pending = pending;
        this.table = table;
        this.inquiries = inquiries;
        this.clock = clock;
    }

    /**
     * @param asked how many payments were asked after
     * @param found how many of them were decided by that
     */
    public record Swept(int asked, int found) {}

    @Override
    protected Swept handle(JsonNode input) {
        var run = new SweepRun(clock);
        var found = 0;
        for (var due : pending.duePayments(PER_SHARD)) {
            if (run.isOver()) {
                break;
            }
            var payment = table.find(due.tenant(), due.orderId()).orElseThrow();
            var providers = payment.attemptsThatMayStillBePaid().stream().map(Attempt::provider).toList();
            found += run.ask("payment of order " + due.orderId(), providers, () -> sweep(payment)) ? 1 : 0;
        }
        run.end();
        return new Swept(run.asked(), found);
    }

    /** @return whether it was decided by that */
    private boolean sweep(Payment payment) {
        try {
            if (payment.status() == Payment.Status.OPEN) {
                return askAfter(payment);
            }
            shut(payment);
            return false;
        } catch (Busy silent) {
            throw silent;
        } catch (RuntimeException unforeseen) {
            // It must not stand in the way of others for ever.
            pending.postpone(payment, next(payment, LATEST_WHILE_OPEN));
            throw unforeseen;
        }
    }

    private boolean askAfter(Payment payment) {
        var now = inquiries.ask(payment);
        if (now.status() == Payment.Status.OPEN) {
            pending.postpone(now, next(now, LATEST_WHILE_OPEN));
            return false;
        }
        LOG.warnf("order %s was found %s at its provider, which we had not been told", now.orderId(), now.status());
        return true;
    }

    private void shut(Payment decided) {
        if (inquiries.shut(decided)) {
            pending.postpone(decided, next(decided, LATEST_WHEN_DECIDED));
        } else {
            pending.leave(decided);
        }
    }

    private Instant next(Payment payment, Duration latest) {
        var newest = payment.attempts().isEmpty() ? clock.instant() : payment.attempts().get(payment.attempts().lastKey()).claimedAt();
        var age = Duration.between(newest, clock.instant());
        var wait = age.compareTo(SOONEST) < 0 ? SOONEST : age.compareTo(latest) > 0 ? latest : age;
        return clock.instant().plus(wait);
    }
}
