package commerce.payment;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Dispute;
import commerce.payment.domain.PaymentId;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** What providers tell of disputes, in whatever order and however often: kept, published once, counted so that an alarm rings. */
@Singleton
public class Disputes {

    private final DisputesTable table;
    private final PaymentTable payments;
    private final Clock clock;

    public Disputes(DisputesTable table, PaymentTable payments, Clock clock) {
        this.table = table;
        this.payments = payments;
        this.clock = clock;
    }

    /** @return why it was quarantined, or empty if it has had its effect, now or before */
    Optional<String> tell(Dispute dispute) {
        var mismatch = mismatch(dispute.paymentId(), dispute.provider(), dispute.amount());
        if (mismatch.isPresent()) {
            return mismatch;
        }
        while (true) {
            switch (dispute.after(table.find(dispute.paymentId(), dispute.disputeId()))) {
                case Dispute.Change.Known known -> {
                    return Optional.empty();
                }
                case Dispute.Change.Quarantine(var why) -> {
                    return Optional.of(why);
                }
                case Dispute.Change.Begin begin -> {
                    if (begin(dispute)) {
                        Outcomes.count("PaymentsDisputed", "provider", dispute.provider());
                        return Optional.empty();
                    }
                }
                case Dispute.Change.End end -> {
                    if (table.endIfOpen(dispute, PaymentEvents.disputeClosed(dispute, clock.instant()))) {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private boolean begin(Dispute dispute) {
        var disputed = PaymentEvents.disputed(dispute, clock.instant());
        return dispute.status() == Dispute.Status.OPEN
                ? table.beginIfNew(dispute, disputed)
                : table.beginIfNew(dispute, disputed, PaymentEvents.disputeClosed(dispute, clock.instant()));
    }

    /** Only money that has come in can be disputed, and no more than that. */
    private Optional<String> mismatch(PaymentId id, String provider, Money amount) {
        var payment = payments.find(id.tenant(), id.orderId());
        var attempt = payment.flatMap(row -> row.attempt(id.attempt())).filter(known -> known.provider().equals(provider) && known.status() == Attempt.Status.SUCCEEDED);
        if (attempt.isEmpty()) {
            return Optional.of("a dispute of a payment that never came in");
        }
        var whole = payment.get().terms().orElseThrow().amount();
        return amount.currency().equals(whole.currency()) && amount.isPositive() && amount.compareTo(whole) <= 0
                ? Optional.empty()
                : Optional.of("a dispute of more than was paid, or in another currency");
    }
}
