package commerce.settlement;

import commerce.kernel.Money;
import commerce.kernel.Outcomes;
import commerce.settlement.BillIndex.Bill;
import commerce.settlement.ReconciliationView.Found;
import commerce.settlement.ReconciliationView.Ours;
import commerce.settlement.ReconciliationView.State;
import commerce.settlement.ReconciliationView.Status;
import commerce.settlement.ReconciliationView.Summary;
import commerce.settlement.ReconciliationView.Theirs;
import commerce.settlement.domain.Account;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.Posting;
import commerce.settlement.domain.reconciliation.BillDay;
import commerce.settlement.domain.reconciliation.BillLine;
import commerce.settlement.domain.reconciliation.Difference;
import commerce.settlement.domain.reconciliation.MovementKey.Kind;
import commerce.settlement.domain.reconciliation.OurMovement;
import commerce.settlement.domain.reconciliation.Reconciler;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compares bills with the ledger and keeps what was found. Any number of times. */
@Singleton
public class Reconciliations {

    /** Whose differences are those of lines that are about no payment of ours. */
    static final String NOBODY = "_platform";
    /** Who sends bills. */
    static final List<String> SOURCES = List.of("adyen", "alipay", "stripe", "wechatpay");

    private final BillIndex bills;
    private final BillFiles files;
    private final JournalTable journal;
    private final ReconciliationTable table;
    private final Clock clock;

    public Reconciliations(BillIndex bills, BillFiles files, JournalTable journal, ReconciliationTable table, Clock clock) {
        this.bills = bills;
        this.files = files;
        this.journal = journal;
        this.table = table;
        this.clock = clock;
    }

    /** Compares what a new bill makes comparable, for everybody it concerns: its own day, and the day before, whose midnight it shows the other side of. */
    void bill(Bill bill) {
        bills.put(bill);
        var known = bills.tenants(bill.source());
        var concerned = new TreeSet<>(known);
        concerned.add(NOBODY);
        files.manifest(bill.manifest()).parts().forEach(part -> concerned.add(part.tenant()));
        concerned.stream().filter(tenant -> !known.contains(tenant)).forEach(tenant -> bills.remember(bill.source(), tenant));
        var days = Stream.of(bill.date().minusDays(1), bill.date(), bill.date().plusDays(1)).map(date -> bills.find(bill.source(), date)).flatMap(Optional::stream).toList();
        concerned.forEach(tenant -> days.forEach(day -> compare(tenant, day)));
    }

    /** Every source of a date for one tenant; a source with movements of ours and without a bill is said, and kept, to be missing. */
    List<Summary> all(String tenant, LocalDate date) {
        var there = bills.ofDay(date);
        var missing = SOURCES.stream().filter(source -> there.stream().noneMatch(bill -> bill.source().equals(source)))
                .filter(source -> journal.anyMovedAt(tenant, source, date)).map(source -> missing(tenant, source, date));
        return Stream.concat(there.stream().map(bill -> compare(tenant, bill)), missing).toList();
    }

    /** The tenant is remembered and the run begins before it looks once more: a bill that comes later has a later run, whose word stands. */
    private Summary missing(String tenant, String source, LocalDate date) {
        bills.remember(source, tenant);
        var number = table.begin(tenant, date, source);
        return bills.find(source, date).map(bill -> compare(tenant, bill)).orElseGet(() -> {
            var summary = Summary.missing(source, date, clock.instant());
            table.finish(tenant, number, summary);
            return summary;
        });
    }

    private Summary compare(String tenant, Bill bill) {
        var previous = bills.find(bill.source(), bill.date().minusDays(1));
        var next = bills.find(bill.source(), bill.date().plusDays(1));
        var day = new BillDay(bill.source(), bill.date(), bill.zone(), previous.isPresent(), next.isPresent());
        var manifests = Stream.of(previous, Optional.of(bill), next).flatMap(Optional::stream).map(each -> files.manifest(each.manifest())).toList();
        var number = table.begin(tenant, bill.date(), bill.source());
        var now = clock.instant();
        var totals = Reconciler.compare(day, new Sides(tenant, day, manifests), difference -> table.found(tenant, number, found(tenant, bill, difference, now)));
        var counts = table.closeVanished(tenant, bill.date(), bill.source(), number, now);
        var open = counts.getOrDefault(Status.OPEN, 0);
        var summary = new Summary(bill.source(), bill.date(), open == 0 ? State.BALANCED : State.DIFFERENT, open, counts.getOrDefault(Status.TOLERATED, 0),
                counts.getOrDefault(Status.RESOLVED, 0), counts.getOrDefault(Status.CLOSED, 0), totals.lines(), totals.others(), totals.entries(), totals.theirs(), totals.ours(),
                totals.fees(), Optional.of(bill.manifest()), Optional.of(now));
        table.finish(tenant, number, summary);
        if (open > 0) {
            Outcomes.count("DifferencesOpen", "source", bill.source());
        }
        return summary;
    }

    private static Found found(String tenant, Bill bill, Difference difference, Instant now) {
        var key = difference.key();
        return new Found(difference.id(), bill.source(), bill.date(), difference.what(), difference.what().isTolerated() ? Status.TOLERATED : Status.OPEN, key.paymentId(),
                Optional.of(key.detail()).filter(detail -> key.kind() == Kind.REFUND && !detail.startsWith("?")), difference.detail(),
                difference.ours().map(ours -> new Ours(ours.entryId(), ours.amount(), ours.movedAt())),
                difference.theirs().map(theirs -> theirs(tenant, bill.source(), theirs)), now, Optional.empty(), Optional.empty());
    }

    private static Theirs theirs(String tenant, String source, BillLine line) {
        return new Theirs(line.providerId(), line.amount(), line.fee(), line.status(), line.occurredAt(), line.settleDate(), line.number(),
                "bills/" + source + "/" + line.settleDate() + "/lines/" + tenant + ".jsonl", line.raw());
    }

    /** Both sides of one tenant's day, read anew whenever they are asked for. */
    private final class Sides implements Reconciler.Sides {

        private final String tenant;
        private final BillDay day;
        private final List<BillFiles.Manifest> manifests;

        Sides(String tenant, BillDay day, List<BillFiles.Manifest> manifests) {
            this.tenant = tenant;
            this.day = day;
            this.manifests = manifests;
        }

        @Override
        public void theirs(Consumer<BillLine> each) {
            manifests.forEach(manifest -> files.eachLine(manifest, tenant, each));
        }

        /** The shop's business dates need not be the provider's days: those that overlap are read, and what is outside is left out. */
        @Override
        public void ours(Consumer<OurMovement> each) {
            if (tenant.equals(NOBODY)) {
                return;
            }
            var from = BusinessDays.of(day.windowBegins());
            var to = BusinessDays.of(day.windowEnds().minusMillis(1));
            from.datesUntil(to.plusDays(1)).forEach(date -> journal.eachMovedAt(tenant, day.source(), date, entry -> {
                var movement = movement(entry, day.source());
                if (!movement.movedAt().isBefore(day.windowBegins()) && movement.movedAt().isBefore(day.windowEnds())) {
                    each.accept(movement);
                }
            }));
        }
    }

    private static OurMovement movement(JournalEntry entry, String source) {
        var moved = entry.movement().orElseThrow();
        var amount = entry.postings().stream().filter(posting -> posting.account().equals(Account.providerReceivable(source))).map(Posting::amount)
                .reduce(Money::plus).orElseThrow(() -> new IllegalStateException("nothing moved at " + source + " by " + entry.entryId()));
        var kind = entry.cause().startsWith("refund/") ? Kind.REFUND : entry.cause().startsWith("dispute") ? Kind.DISPUTE : Kind.PAYMENT;
        return new OurMovement(entry.entryId(), kind, moved.paymentId(), moved.refundId().filter(refund -> kind == Kind.REFUND), amount, moved.movedAt());
    }
}
