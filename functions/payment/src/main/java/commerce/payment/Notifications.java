package commerce.payment;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.payment.InboxTable.Entry;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.Notification;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Told;
import commerce.payment.domain.Verdict;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Gives a notification out of the inbox its effect: first the row or the refund, with its event, then the workflow's token, then the mark
 * in the inbox. A crash in between leaves it unmarked, and the next try repeats what is harmless to repeat.
 */
@Singleton
public class Notifications {

    private static final Logger LOG = Logger.getLogger(Notifications.class);

    private final InboxTable inbox;
    private final PaymentTable table;
    private final ReferencesTable references;
    private final Captures captures;
    private final Refunds refunds;
    private final Disputes disputes;
    private final TaskTokens tokens;
    private final Clock clock;

    public Notifications(InboxTable inbox, PaymentTable table, ReferencesTable references, Captures captures, Refunds refunds, Disputes disputes, TaskTokens tokens, Clock clock) {
        this.inbox = inbox;
        this.table = table;
        this.references = references;
        this.captures = captures;
        this.refunds = refunds;
        this.disputes = disputes;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What came of it, and why if it was quarantined. */
    record Outcome(Verdict verdict, Optional<String> why) {}

    /** Applies it, however often it is called: what has had its effect has none a second time. */
    Outcome apply(Entry entry) {
        if (entry.notification() instanceof Notification.Ignored) {
            inbox.markApplied(entry, Verdict.IGNORED);
            return new Outcome(Verdict.IGNORED, Optional.empty());
        }
        var why = effect(entry);
        if (why.isEmpty()) {
            inbox.markApplied(entry, Verdict.ACCEPTED);
            return new Outcome(Verdict.ACCEPTED, Optional.empty());
        }
        quarantine(entry, why.get());
        return new Outcome(Verdict.QUARANTINED, why);
    }

    /** Whose payment it is about; empty if it names none of ours. */
    Optional<String> tenantOf(Entry entry) {
        return switch (entry.notification()) {
            case Notification.RefundSucceeded refund -> named(entry.provider(), refund.refundReference(), refund.paymentId()).map(found -> found.paymentId().tenant());
            case Notification.RefundFailed refund -> named(entry.provider(), refund.refundReference(), refund.paymentId()).map(found -> found.paymentId().tenant());
            case Notification.Disputed disputed -> references.findTransaction(entry.provider(), disputed.transaction()).map(PaymentId::tenant);
            case Notification other -> other.about().flatMap(PaymentId::parse).map(PaymentId::tenant);
        };
    }

    /** Why it must be quarantined, or empty if it has had its effect. */
    Optional<String> effect(Entry entry) {
        var provider = entry.provider();
        return switch (entry.notification()) {
            case Notification.PaymentSucceeded(var paymentId, var transaction, var amount) -> ofPayment(paymentId, id -> succeeded(id, provider, transaction, amount));
            case Notification.PaymentFailed(var paymentId, var amount) -> ofPayment(paymentId, id -> failed(id, provider, amount));
            case Notification.RefundSucceeded(var reference, var paymentId, var amount) ->
                    ofRefund(provider, reference, paymentId, (id, refundId) -> refunds.succeed(id, refundId, provider, amount));
            case Notification.RefundFailed(var reference, var paymentId, var amount) ->
                    ofRefund(provider, reference, paymentId, (id, refundId) -> refunds.fail(id, refundId, provider, amount));
            case Notification.Disputed(var disputeId, var transaction, var amount, var status) -> references.findTransaction(provider, transaction)
                    .map(id -> disputes.tell(new Dispute(disputeId, id, provider, amount, status))).orElse(Optional.of("a dispute of a payment that is none of ours"));
            case Notification.Ignored ignored -> Optional.empty();
            case Notification.Unfit(var why) -> Optional.of(why);
        };
    }

    private static Optional<String> ofPayment(String paymentId, Function<PaymentId, Optional<String>> effect) {
        return PaymentId.parse(paymentId).map(effect).orElse(Optional.of("the payment is none of ours"));
    }

    private Optional<String> ofRefund(String provider, String reference, String paymentId, BiFunction<PaymentId, String, Optional<String>> effect) {
        var named = named(provider, reference, paymentId);
        if (named.isEmpty()) {
            return Optional.of("the payment is none of ours");
        }
        var id = named.get().paymentId();
        return id.refundId(named.get().reference()).map(refundId -> effect.apply(id, refundId)).orElse(Optional.of("the refund is none of this order's"));
    }

    /** By our own reference, or by what this provider calls it. */
    private Optional<ReferencesTable.NamedRefund> named(String provider, String reference, String paymentId) {
        return PaymentId.parse(paymentId).map(id -> new ReferencesTable.NamedRefund(id, reference)).or(() -> references.findRefund(provider, reference));
    }

    private Optional<String> succeeded(PaymentId id, String provider, String transaction, Money amount) {
        return switch (captures.receive(id, provider, transaction, amount)) {
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

    private Optional<String> judge(Payment row, PaymentId id, String provider, Money amount) {
        return switch (row.refuse(id.attempt(), provider, amount)) {
            case Payment.Refusal.Nothing nothing -> {
                table.append(id, Told.failed(id.attempt()));
                yield Optional.empty();
            }
            case Payment.Refusal.Quarantine(var why) -> Optional.of(why);
            case Payment.Refusal.Fail wrong -> throw new IllegalStateException("the row's guard and its rule disagree about " + id);
        };
    }

    private void quarantine(Entry entry, String why) {
        LOG.warnf("%s: event %s of %s: %s", Verdict.QUARANTINED, entry.eventId(), entry.provider(), why);
        var paymentId = entry.notification().about();
        var tenant = tenantOf(entry).orElse(null);
        inbox.markQuarantined(entry, why, PaymentEvents.quarantined(tenant, entry.provider(), entry.eventId(), paymentId.orElse(null), why, clock.instant()));
        Outcomes.count(Verdict.QUARANTINED.metric(), "provider", entry.provider());
    }
}
