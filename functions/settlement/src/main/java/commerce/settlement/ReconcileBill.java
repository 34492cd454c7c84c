package commerce.settlement;

import commerce.kernel.Event;
import commerce.kernel.EventConsumer;
import commerce.settlement.BillIndex.Bill;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Compares a provider's bill with the ledger as soon as it is there.
 *
 * <p>In: {@code bill.fetched.v1}. Out: the differences and a summary of each day it makes comparable, for each tenant it concerns, and for what
 * is nobody's. A repeated event compares again, which changes nothing that has not changed.
 */
@Singleton
@Named("reconcile-bill")
public class ReconcileBill extends EventConsumer {

    private final Reconciliations reconciliations;

    public ReconcileBill(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    record Fetched(String source, LocalDate date, String zone, String manifest) {}

    @Override
    protected void consume(Event event) {
        var bill = event.data(Fetched.class);
        reconciliations.bill(new Bill(bill.source(), bill.date(), ZoneId.of(bill.zone()), bill.manifest()));
    }
}
