package commerce.payment;

import commerce.kernel.Event;
import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.payment.domain.PaymentId;
import commerce.payment.domain.Refund;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** The end of a refund, whoever tells it: a notification, or the provider's refusal when we asked. */
@Singleton
public class Refunds {

    private final RefundsTable table;
    private final Clock clock;

    public Refunds(RefundsTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Money went back.
     *
     * @return why it was quarantined, or empty if it has had its effect, now or before
     */
    Optional<String> succeed(PaymentId id, String refundId, String provider, Money amount) {
        return finish(id, refundId, refund -> refund.succeed(provider, id, amount));
    }

    /** Money did not go back; see {@link #succeed}. */
    Optional<String> fail(PaymentId id, String refundId, String provider, Money amount) {
        return finish(id, refundId, refund -> refund.fail(provider, id, amount));
    }

    private Optional<String> finish(PaymentId id, String refundId, Function<Refund, Refund.Finish> decision) {
        while (true) {
            var refund = table.find(id, refundId);
            if (refund.isEmpty()) {
                return Optional.of("no such refund was ever asked for");
            }
            switch (decision.apply(refund.get())) {
                case Refund.Finish.Known known -> {
                    return Optional.empty();
                }
                case Refund.Finish.Quarantine(var why) -> {
                    return Optional.of(why);
                }
                case Refund.Finish.Climb(var to) -> {
                    if (table.finishIfUnchanged(refund.get(), to, event(refund.get(), to))) {
                        Outcomes.count("RefundsFinished", "status", to.name());
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private Event event(Refund refund, Refund.Status to) {
        return switch (to) {
            case SUCCEEDED -> PaymentEvents.refundSucceeded(refund, clock.instant());
            case FAILED -> PaymentEvents.refundFailed(refund, clock.instant());
            case PENDING -> throw new IllegalStateException("a refund does not end by being pending");
        };
    }
}
