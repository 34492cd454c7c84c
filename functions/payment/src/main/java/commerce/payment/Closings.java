package commerce.payment;

import commerce.payment.PaymentTable.Write;
import commerce.payment.domain.CloseReason;
import commerce.payment.domain.Payment;
import commerce.payment.provider.PaymentProvider.Known;
import commerce.payment.provider.PaymentProvider.Standing;
import commerce.payment.provider.Providers;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Decides that no money will be kept for an order, unless it has come in already. Every door at a provider is closed first; one of them
 * may answer that it was paid, and then the order is paid. Only then the row is closed, if nothing has happened to it meanwhile.
 */
@Singleton
public class Closings {

    private static final Logger LOG = Logger.getLogger(Closings.class);

    private final PaymentTable table;
    private final Providers providers;
    private final Captures captures;
    private final Clock clock;

    public Closings(PaymentTable table, Providers providers, Captures captures, Clock clock) {
        this.table = table;
        this.providers = providers;
        this.captures = captures;
        this.clock = clock;
    }

    /**
     * Closes it, however often it is called.
     *
     * @param reasonFor why, seen from the row; empty if there is no row
     * @return the decided row: CLOSED, by us or before, or CAPTURED
     * @throws commerce.kernel.Busy if a provider does not answer; nothing is decided then
     */
    Payment close(String tenant, String orderId, Function<Optional<Payment>, CloseReason> reasonFor) {
        var seen = table.find(tenant, orderId);
        while (true) {
            var next = switch (seen.map(Payment::status).orElse(null)) {
                case null -> leaveTombstone(tenant, orderId, reasonFor.apply(seen));
                case CAPTURED, CLOSED -> new Write.Done(seen.get());
                case OPEN -> closeOpen(seen.get(), reasonFor);
            };
            switch (next) {
                case Write.Done(var decided) -> {
                    return decided;
                }
                case Write.Refused(var was) -> seen = was;
            }
        }
    }

    private Write leaveTombstone(String tenant, String orderId, CloseReason reason) {
        return table.leaveTombstone(tenant, orderId, reason, PaymentEvents.closed(tenant, orderId, reason, clock.instant()));
    }

    private Write closeOpen(Payment payment, Function<Optional<Payment>, CloseReason> reasonFor) {
        var stillProcessing = new TreeSet<Integer>();
        for (var attempt : payment.attemptsThatMayStillBePaid()) {
            var id = payment.idOf(attempt);
            var provider = providers.require(attempt.provider());
            var standing = provider.close(Known.of(payment, attempt));
            if (standing instanceof Standing.Open) {
                throw new IllegalStateException("the provider leaves a payment open that we closed: " + id);
            }
            if (standing instanceof Standing.Processing) {
                LOG.infof("%s may still be paid and cannot be called back: should the money come, it goes back by itself", id);
                stillProcessing.add(attempt.number());
            }
            if (standing instanceof Standing.Paid(var transaction, var amount)) {
                switch (captures.found(id, provider, transaction, amount)) {
                    case Captures.Result.Kept(var captured) -> {
                        return new Write.Done(captured);
                    }
                    case Captures.Result.GoesBack(var decided) -> {
                        return new Write.Done(decided);
                    }
                    // What was paid is not what was asked for: the provider's notification of it is quarantined, which alarms.
                    case Captures.Result.Quarantined(var why) -> LOG.warnf("%s is paid at the provider, but not as asked: %s", id, why);
                }
            }
        }
        var reason = reasonFor.apply(Optional.of(payment));
        return table.closeIfUnchanged(payment, reason, stillProcessing, PaymentEvents.closed(payment.tenant(), payment.orderId(), reason, clock.instant()));
    }
}
