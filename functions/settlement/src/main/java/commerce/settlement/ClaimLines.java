package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.TaskOperation;
import commerce.settlement.ClearingRunTable.PageEntry;
import commerce.settlement.ClearingTable.Lines;
import commerce.settlement.ClearingTable.Stored;
import commerce.settlement.domain.clearing.PayableLine;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Claims the lines of a page's merchants for their settlements of the date, at most 99 in each transaction. A merchant whose settlement is
 * SEALED is passed over: what has come since is the next date's. One whose settlement FAILED gets the next number.
 *
 * <p>In: {@link Input}. Out: {@link Output}; called again with its cursor until there is none. A repetition finds claimed what is claimed.
 */
@Singleton
@Named("claim-lines")
public class ClaimLines extends TaskOperation<ClaimLines.Input, ClaimLines.Output> {

    /** Transactions in one invocation. */
    private static final int BATCHES = 60;
    /** Items read at once: ten transactions' worth. */
    private static final int READ = 10 * ClearingTable.BATCH;
    /** How often in one invocation another run may be faster before this one steps back. */
    private static final int MOVES = 30;

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final Settlements settlements;
    private final Clock clock;

    public ClaimLines(ClearingTable table, ClearingRunTable clearings, Settlements settlements, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clearings = clearings;
        this.settlements = settlements;
        this.clock = clock;
    }

    /** Where in a page to go on. @param source 0 for what was carried over, then the merchant's dates @param after the last line seen there, or null */
    public record Cursor(int merchant, int source, String after) {}

    /** @param cursor where to go on; null at first */
    public record Input(String tenant, LocalDate date, int run, String page, Cursor cursor) {}

    /** @param cursor where to go on; null when all is claimed */
    public record Output(Cursor cursor) {}

    @Override
    protected Output handle(Input input) {
        var page = clearings.page(input.tenant(), input.date(), input.run(), input.page());
        var budget = new Budget(new StepTime(clock));
        for (var at = input.cursor() == null ? new Cursor(0, 0, null) : input.cursor(); at.merchant() < page.size(); at = new Cursor(at.merchant() + 1, 0, null)) {
            var left = claim(input, page.get(at.merchant()), at, budget);
            if (left.isPresent()) {
                return new Output(left.get());
            }
        }
        return new Output(null);
    }

    /** What an invocation may still do. */
    private static final class Budget {

        private final StepTime time;
        private int batches = BATCHES;
        private int moves = MOVES;

        private Budget(StepTime time) {
            this.time = time;
        }

        /** Never before anything is done: each invocation comes further. */
        private boolean isSpent() {
            return batches <= 0 || batches < BATCHES && time.isOver();
        }

        private void moved(String merchantId) {
            moves--;
            if (moves == 0) {
                throw new Busy("another run is at work for merchant " + merchantId, null);
            }
        }
    }

    /** @return where to go on with this merchant, or empty if it has nothing left */
    private Optional<Cursor> claim(Input input, PageEntry merchant, Cursor from, Budget budget) {
        var at = from;
        var settlement = settlements.toClaimFor(input.tenant(), input.date(), merchant.merchantId());
        while (settlement.isPresent() && at.source() <= merchant.dates().size()) {
            if (budget.isSpent()) {
                return Optional.of(at);
            }
            var lines = read(input.tenant(), merchant, at);
            var claimed = claimAll(input.tenant(), settlement.get(), lines.lines(), budget);
            if (claimed.isPresent()) {
                settlement = claimed;
                at = lines.after().isPresent() ? new Cursor(at.merchant(), at.source(), lines.after().get()) : new Cursor(at.merchant(), at.source() + 1, null);
            } else {
                // A line or the settlement has moved, or a try has failed: look again.
                budget.moved(merchant.merchantId());
                settlement = settlements.toClaimFor(input.tenant(), input.date(), merchant.merchantId());
            }
        }
        return Optional.empty();
    }

    private Lines read(String tenant, PageEntry merchant, Cursor at) {
        return at.source() == 0
                ? new Lines(merchant.dates().isEmpty() ? List.of() : table.unclaimedCarry(tenant, merchant.merchantId()), Optional.empty())
                : table.unclaimed(tenant, merchant.merchantId(), merchant.dates().get(at.source() - 1), Optional.ofNullable(at.after()), READ);
    }

    /** @return the settlement with all of the lines, or empty if it could not claim them all */
    private Optional<Stored> claimAll(String tenant, Stored settlement, List<PayableLine> lines, Budget budget) {
        var current = settlement;
        for (int from = 0; from < lines.size(); from += ClearingTable.BATCH) {
            var batch = lines.subList(from, Math.min(from + ClearingTable.BATCH, lines.size()));
            budget.batches--;
            Settlement next;
            try {
                next = current.settlement().claim(batch);
            } catch (ArithmeticException tooMuchToCount) {
                settlements.failedTry(tenant, current, tooMuchToCount.toString());
                return Optional.empty();
            }
            if (!table.claimIfUnmoved(tenant, current, next, batch)) {
                return Optional.empty();
            }
            current = current.with(next);
        }
        return Optional.of(current);
    }
}
