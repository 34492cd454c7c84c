package commerce.payment;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Payment.Receipt;
import commerce.payment.provider.PaymentProvider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * Money came in, says a notification or a provider we asked: keep it, know it, give it back, or touch nothing. Whoever says it, in whatever
 * order and however often, the row decides, and the result is the same.
 */
@Singleton
public class Captures {

    private final PaymentTable table;
    private final RefundsTable refunds;
    private final ReferencesTable references;
    private final Clock clock;

    public Captures(PaymentTable table, RefundsTable refunds, ReferencesTable references, Clock clock) {
        this.table = table;
        this.refunds = refunds;
        this.references = references;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface Result {

        /** This is the money that is kept, now or before. */
        record Kept(Payment payment) implements Result {}

        /** It goes back by itself, now or before. */
        record GoesBack(Payment payment) implements Result {}

        /** It fits nothing of ours; nothing was written. */
        record Quarantined(String why) implements Result {}
    }

    /** What a provider said when it was asked: no notification has told whose transaction it is. */
    Result found(PaymentId id, PaymentProvider provider, Optional<String> transaction, Money amount) {
        if (provider.namesTransactionsOnly()) {
            transaction.ifPresent(named -> references.rememberTransaction(provider.name(), named, id.toString()));
        }
        return receive(id, provider.name(), transaction, amount);
    }

    /** What a notification said. */
    Result receive(PaymentId id, String provider, String transaction, Money amount) {
        return receive(id, provider, Optional.of(transaction), amount);
    }

    private Result receive(PaymentId id, String provider, Optional<String> transaction, Money amount) {
        var captured = PaymentEvents.captured(id, provider, amount, clock.instant());
        return result(table.captureIfOnlyAttempt(id, provider, transaction, amount, captured), id, provider, transaction, amount);
    }

    private Result result(Write write, PaymentId id, String provider, Optional<String> transaction, Money amount) {
        return switch (write) {
            case Write.Done(var now) -> {
                Outcomes.count("PaymentsCaptured", "provider", provider);
                yield new Result.Kept(now);
            }
            case Write.Refused(var was) -> was.map(row -> judge(row, id, provider, transaction, amount)).orElseGet(() -> new Result.Quarantined("no such payment was ever asked for"));
        };
    }

    private Result judge(Payment row, PaymentId id, String provider, Optional<String> transaction, Money amount) {
        return switch (row.receive(id.attempt(), provider, transaction, amount)) {
            case Receipt.Capture capture when row.attempts().size() > 1 ->
                    result(table.captureIfOpen(id, provider, transaction, amount, PaymentEvents.captured(id, provider, amount, clock.instant())), id, provider, transaction, amount);
            case Receipt.Captured(var attempt) -> {
                name(id, attempt, transaction);
                yield new Result.Kept(row);
            }
            case Receipt.Late(var refund) -> {
                var now = clock.instant();
                if (refunds.beginLateIfNew(refund, transaction, PaymentEvents.receivedLate(refund, now), PaymentEvents.refundRequested(refund, now))) {
                    Outcomes.count("MoneyReceivedLate", "provider", provider);
                } else {
                    name(id, row.attempt(id.attempt()).orElseThrow(), transaction);
                }
                yield new Result.GoesBack(row);
            }
            case Receipt.Quarantine(var why) -> new Result.Quarantined(why);
            case Receipt.Capture wrong -> throw new IllegalStateException("the row's guard and its rule disagree about " + id);
        };
    }

    /** It was found, and known, before its provider said which money it is. */
    private void name(PaymentId id, Attempt attempt, Optional<String> transaction) {
        if (attempt.transaction().isEmpty()) {
            transaction.ifPresent(named -> table.nameTransaction(id, named));
        }
    }
}
