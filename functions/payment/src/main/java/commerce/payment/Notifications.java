package commerce.payment;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.payment.InboxTable.Entry;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives a notification out of the inbox its effect: first the row or the refund, with its event, then the workflow's token, then the mark
 * in the inbox. A crash in between leaves it unmarked, and the next try repeats what is harmless to repeat.
 */
@Singleton
public class Notifications {

    private static final Logger LOG = Logger.getLogger(Notifications.class);
    private static final String APPLIED = "ACCEPTED";

    private final InboxTable inbox;
    private final PaymentTable table;
    private final Captures captures;
    private final Refunds refunds;
    private final TaskTokens tokens;
    private final Clock clock;

    public Notifications(InboxTable inbox, PaymentTable table, Captures captures, Refunds refunds, TaskTokens tokens, Clock clock) {
        this.inbox = inbox;
        this.table = table;
        this.captures = captures;
        this.refunds = refunds;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Applies it, however often it is called. */
    void apply(Entry entry) {
        if (!entry.isOpen()) {
            return;
        }
        var paymentId = paymentIdOf(entry.notification());
        var why = paymentId.flatMap(PaymentId::parse).map(id -> effect(entry, id)).orElseGet(() -> Optional.of(unreadable(entry.notification())));
        if (why.isEmpty()) {
            inbox.markApplied(entry, APPLIED);
        } else {
            quarantine(entry, paymentId, why.get());
        }
    }

    private static Optional<String> paymentIdOf(Notification notification) {
        return switch (notification) {
            case Notification.PaymentSucceeded succeeded -> Optional.of(succeeded.paymentId());
            case Notification.PaymentFailed failed -> Optional.of(failed.paymentId());
            case Notification.RefundSucceeded succeeded -> Optional.of(succeeded.paymentId());
            case Notification.RefundFailed failed -> Optional.of(failed.paymentId());
            case Notification.Ignored ignored -> Optional.empty();
            case Notification.Unreadable unreadable -> Optional.empty();
        };
    }

    private static String unreadable(Notification notification) {
        return notification instanceof Notification.Unreadable(var why) ? why : "the payment is none of ours";
    }

    /** Why it must be quarantined, or empty if it has had its effect. */
    private Optional<String> effect(Entry entry, PaymentId id) {
        return switch (entry.notification()) {
            case Notification.PaymentSucceeded(var paymentId, var reference, var amount) -> succeeded(id, entry.provider(), amount);
            case Notification.PaymentFailed(var paymentId, var reference, var amount) -> failed(id, entry.provider(), amount);
            case Notification.RefundSucceeded(var reference, var paymentId, var amount) ->
                    id.refundId(reference).map(refundId -> refunds.succeed(id, refundId, entry.provider(), amount)).orElse(Optional.of("the refund is none of this order's"));
            case Notification.RefundFailed(var reference, var paymentId, var amount) ->
                    id.refundId(reference).map(refundId -> refunds.fail(id, refundId, entry.provider(), amount)).orElse(Optional.of("the refund is none of this order's"));
            case Notification.Ignored ignored -> Optional.empty();
            case Notification.Unreadable(var why) -> Optional.of(why);
        };
    }

    private Optional<String> succeeded(PaymentId id, String provider, Money amount) {
        return switch (captures.receive(id, provider, amount)) {
            case Captures.Result.Kept(var payment) -> {
                tokens.answer(payment);
                yield Optional.empty();
            }
            case Captures.Result.GoesBack goesBack -> Optional.empty();
            case Captures.Result.Quarantined(var why) -> Optional.of(why);
        };
    }

    private Optional<String> failed(PaymentId id, String provider, Money amount) {
        return switch (table.failAttemptIfOpen(id, provider, amount, PaymentEvents.failed(id, provider, amount, clock.instant()))) {
            case Write.Done done -> {
                Outcomes.count("PaymentAttemptsFailed", "provider", provider);
                yield Optional.empty();
            }
            case Write.Refused(var was) -> was.map(row -> judge(row, id, provider, amount)).orElse(Optional.of("no such payment was ever asked for"));
        };
    }

    private static Optional<String> judge(Payment row, PaymentId id, String provider, Money amount) {
        return switch (row.refuse(id.attempt(), provider, amount)) {
            case Payment.Refusal.Nothing nothing -> Optional.empty();
            case Payment.Refusal.Quarantine(var why) -> Optional.of(why);
            case Payment.Refusal.Fail wrong -> throw new IllegalStateException("the row's guard and its rule disagree about " + id);
        };
    }

    private void quarantine(Entry entry, Optional<String> paymentId, String why) {
        LOG.warnf("quarantined %s of %s: %s", entry.eventId(), entry.provider(), why);
        var tenant = paymentId.flatMap(PaymentId::parse).map(PaymentId::tenant).orElse(null);
        inbox.markQuarantined(entry, why, PaymentEvents.quarantined(tenant, entry.provider(), entry.eventId(), paymentId.orElse(null), why, clock.instant()));
        Outcomes.count("NotificationsQuarantined", "provider", entry.provider());
    }
}
