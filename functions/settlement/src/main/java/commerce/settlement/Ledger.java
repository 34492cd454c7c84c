package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.settlement.JournalTable.Posted;
import commerce.settlement.SettlementTable.StoredSettlement;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.OrderSettlement;
import commerce.settlement.domain.Posting;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Posts what a fact means, once, however often the fact is told. */
@Singleton
public class Ledger {

    /** Facts about one order are few; a reader that loses this often has met a bug, not a rival. */
    private static final int ATTEMPTS = 5;

    private final JournalTable journal;
    private final SettlementTable settlements;
    private final Clock clock;

    public Ledger(JournalTable journal, SettlementTable settlements, Clock clock) {
        this.journal = journal;
        this.settlements = settlements;
        this.clock = clock;
    }

    /**
     * Posts an entry that depends on nothing but the fact.
     *
     * @throws CauseReused if that cause was posted before from other input
     * @throws InsufficientFunds if it takes more of an account than may be taken
     */
    void post(String tenant, Cause cause, List<Posting> postings) {
        post(tenant, cause, postings, List.of());
    }

    /**
     * The same, and writes other items in the same transaction.
     *
     * @param beside guarded writes, put only with the entry
     * @throws Busy if the guard of one of those did not hold, though the entry was new
     */
    void post(String tenant, Cause cause, List<Posting> postings, List<TransactWriteItem> beside) {
        if (!isDone(cause, journal.post(tenant, JournalEntry.of(cause, clock.instant(), postings), cause.inputHash(), beside))) {
            throw new Busy("what goes with entry " + cause.entryId() + " was refused", null);
        }
    }

    /**
     * Posts an entry that depends on what is known of the order's money, and keeps what is known afterwards, in one write.
     *
     * @throws CauseReused if that cause was posted before from other input
     * @throws Busy if other facts about the same order kept coming in between
     */
    void advance(String tenant, Cause cause, Money anyAmount, Function<OrderSettlement, OrderSettlement.Step> decide) {
        advance(tenant, cause, anyAmount, decide, step -> List.of());
    }

    /**
     * The same, and writes other items in the same transaction.
     *
     * @param beside what a step means for other items: guarded writes, put only with the entry
     */
    void advance(String tenant, Cause cause, Money anyAmount, Function<OrderSettlement, OrderSettlement.Step> decide,
            Function<OrderSettlement.Step, List<TransactWriteItem>> beside) {
        var orderId = cause.subject();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var before = settlements.find(tenant, orderId).orElseGet(() -> new StoredSettlement(OrderSettlement.nothingYet(anyAmount), 0));
            var step = decide.apply(before.settlement());
            var writes = new ArrayList<TransactWriteItem>();
            writes.add(settlements.putIfUnmoved(tenant, orderId, before.version(), step.next()));
            writes.addAll(beside.apply(step));
            if (isDone(cause, journal.post(tenant, JournalEntry.of(cause, clock.instant(), step.postings()), cause.inputHash(), writes))) {
                return;
            }
        }
        throw new Busy("the settlement of order " + orderId + " kept moving", null);
    }

    /** Takes an entry back by one of its opposite, once. @throws InsufficientFunds if what it gave has been spent */
    void reverse(String tenant, JournalEntry entry, String reason) {
        post(tenant, Cause.reversal(entry, reason), entry.reversed());
    }

    private static boolean isDone(Cause cause, Posted outcome) {
        return switch (outcome) {
            case Posted.Written() -> true;
            case Posted.AlreadyPosted(var same) -> {
                if (!same) {
                    throw new CauseReused(cause.entryId());
                }
                yield true;
            }
            case Posted.Insufficient(var account, var available) -> throw new InsufficientFunds(account, available);
            case Posted.BesideRefused() -> false;
        };
    }
}
