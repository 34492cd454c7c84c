package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Money;
import commerce.settlement.JournalTable.Posted;
import commerce.settlement.SettlementTable.StoredSettlement;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.JournalEntry;
import commerce.settlement.domain.OrderSettlement;
import commerce.settlement.domain.Posting;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.split.Share;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
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

    /** What a step is decided from: the order's settlement, and whatever was read with it. */
    interface Known {

        StoredSettlement stored();
    }

    /**
     * Posts an entry that depends on what is known of the order's money, keeps what is known afterwards, and hands the clearing what has
     * changed for each payee, in one write.
     *
     * @param happenedAt when the fact happened: decides the business date of the payees' lines
     * @throws CauseReused if that cause was posted before from other input
     * @throws Busy if other facts about the same order kept coming in between
     */
    void advance(String tenant, Cause cause, Instant happenedAt, Money anyAmount, Function<OrderSettlement, OrderSettlement.Step> decide) {
        advance(tenant, cause, happenedAt,
                () -> settlements.find(tenant, cause.subject()).orElseGet(() -> StoredSettlement.nothingYet(anyAmount)),
                known -> decide.apply(known.settlement()));
    }

    /** The same. @param read what is known, again after each lost race */
    <K extends Known> void advance(String tenant, Cause cause, Instant happenedAt, Supplier<K> read, Function<K, OrderSettlement.Step> decide) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var known = read.get();
            var step = decide.apply(known);
            var writes = new ArrayList<TransactWriteItem>();
            writes.add(settlements.putIfUnmoved(tenant, cause.subject(), known.stored().version(), step.next()));
            step.changes().forEach(change -> writes.add(ClearingTable.putIfAbsent(tenant, payable(cause, happenedAt, change))));
            if (isDone(cause, journal.post(tenant, JournalEntry.of(cause, clock.instant(), step.postings()), cause.inputHash(), writes))) {
                return;
            }
        }
        throw new Busy("the settlement of order " + cause.subject() + " kept moving", null);
    }

    /** Whoever is paid sees one commission, the platform's and the channels' together; the order's settlement tells them apart. */
    private static PayableLine payable(Cause cause, Instant happenedAt, Share change) {
        return PayableLine.of(ClearingTable.calendar(), change.payee(), cause.subject(), cause.name(),
                change.gross(), change.commission().plus(change.channelCommission()), change.fee(), change.net(), happenedAt);
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
