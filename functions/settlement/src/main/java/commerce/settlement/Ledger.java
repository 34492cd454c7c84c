package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.settlement.SettlementTable.Posted;
import commerce.settlement.SettlementTable.StoredSettlement;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.OrderSettlement;
import commerce.settlement.domain.Posting;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** Posts what a fact means, once, however often the fact is told. */
@Singleton
public class Ledger {

    /** Facts about one order are few; a reader that loses this often has met a bug, not a rival. */
    private static final int ATTEMPTS = 5;

    private final SettlementTable table;
    private final Clock clock;

    public Ledger(SettlementTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * Posts an entry that depends on nothing but the fact.
     *
     * @throws IllegalStateException if that cause was posted before with other postings: two facts under one name
     */
    void post(String tenant, String orderId, String cause, List<Posting> postings) {
        var entry = JournalEntry.of(orderId, cause, clock.instant(), postings);
        if (table.post(tenant, entry) instanceof Posted.AlreadyPosted(var before) && !before.equals(entry.postings())) {
            throw new IllegalStateException("entry " + entry.entryId() + " was posted before with other postings: " + before + ", not " + entry.postings());
        }
    }

    /**
     * Posts an entry that depends on what is known of the order's money, and keeps what is known afterwards, in one write.
     *
     * @throws Busy if other facts about the same order kept coming in between
     */
    void advance(String tenant, String orderId, String cause, Money anyAmount, Function<OrderSettlement, OrderSettlement.Step> decide) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = table.findSettlement(tenant, orderId).orElseGet(() -> new StoredSettlement(OrderSettlement.nothingYet(anyAmount), 0));
            var step = decide.apply(before.settlement());
            var entry = JournalEntry.of(orderId, cause, clock.instant(), step.postings());
            if (!(table.post(tenant, entry, before, step.next()) instanceof Posted.StateMoved)) {
                return;
            }
        }
        throw new Busy("the settlement of order " + orderId + " kept moving", null);
    }
}
