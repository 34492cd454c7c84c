package commerce.payment;

import commerce.kernel.Settings;
import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.Attempt;
import commerce.payment.domain.Payment;
import commerce.payment.domain.PaymentAction;
import commerce.payment.domain.PaymentId;
import commerce.payment.provider.PaymentProvider;
import commerce.payment.provider.PaymentProvider.Creation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/** Opens a claimed attempt at its provider, and takes it back where the order's money was decided meanwhile. */
@Singleton
public class Attempts {

    private static final Logger LOG = Logger.getLogger(Attempts.class);

    private final PaymentTable table;
    private final Clock clock;

    public Attempts(PaymentTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** What became of it. */
    sealed interface Result {

        /** The buyer can pay. */
        record Opened(Payment payment, PaymentAction action) implements Result {}

        /** The money was decided without this attempt; it is closed at the provider. */
        record Decided(Payment payment) implements Result {}

        /** The provider will not take it. */
        record Refused(String why) implements Result {}
    }

    /**
     * Asks the provider and stores its answer.
     *
     * @param claimed the row with the claimed attempt
     * @param returnUrl where the buyer goes after paying; empty for where the order's request said
     * @throws commerce.kernel.Busy if the provider does not answer; the attempt stays claimed, and asking again is the same request
     */
    Result open(PaymentProvider provider, Payment claimed, Attempt attempt, Optional<String> returnUrl) {
        var id = claimed.idOf(attempt);
        var terms = claimed.terms().orElseThrow();
        var notifyUrl = Settings.find("PUBLIC_URL").map(url -> url + "/webhooks/" + provider.name());
        var asked = new PaymentProvider.Asked(id, terms.amount(), "Order " + id.orderId(), attempt.claimedAt(), terms.payableUntil(), returnUrl.or(terms::returnUrl), notifyUrl);
        return switch (provider.create(asked)) {
            case Creation.Refused(var why) -> new Result.Refused(why);
            case Creation.Created(var reference, var action) -> {
                var requested = PaymentEvents.requested(id, provider.name(), terms.amount(), action, clock.instant());
                yield switch (table.storeActionIfStillWanted(id, reference, action, requested)) {
                    case Write.Done(var now) -> new Result.Opened(now, action);
                    case Write.Refused(var was) -> notStored(provider, id, reference, was);
                };
            }
        };
    }

    /** Another run of the same request stored it first, or nobody wants it any more. */
    private static Result notStored(PaymentProvider provider, PaymentId id, String reference, Optional<Payment> was) {
        var row = was.orElseThrow(() -> new IllegalStateException("the row of a claimed attempt has vanished: " + id));
        var action = row.attempt(id.attempt()).flatMap(attempt -> attempt.action());
        if (action.isPresent() && row.status() == Payment.Status.OPEN) {
            return new Result.Opened(row, action.get());
        }
        if (!row.captured().equals(OptionalInt.of(id.attempt()))) {
            // Should the buyer have paid already, the provider's notification makes it late money.
            var opened = new PaymentProvider.Known(id, row.terms().orElseThrow().amount(), Optional.of(reference), Optional.empty());
            LOG.infof("order %s was decided while attempt %d was being opened: %s", row.orderId(), id.attempt(), provider.close(opened));
        }
        return new Result.Decided(row);
    }
}
