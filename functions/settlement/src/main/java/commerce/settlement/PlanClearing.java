package commerce.settlement;

import commerce.kernel.TaskOperation;
import commerce.settlement.ClearingRunTable.PageEntry;
import commerce.settlement.DueIndex.Due;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Finds the merchants of a run and writes them down in pages, so that the workflow carries names of pages and never merchants: those whose
 * settlement of that date is unfinished, then those with unclaimed lines up to that date.
 *
 * <p>In: {@link Input}. Out: {@link Output}; called again with its cursor until there is none. A repetition writes pages of its own: only
 * those that were answered are worked on.
 */
@Singleton
@Named("plan-clearing")
public class PlanClearing extends TaskOperation<PlanClearing.Input, PlanClearing.Output> {

    static final int PAGE = 25;
    /** What one execution's history of 25,000 events has room for, with a margin; what is left over is the next run's. */
    static final int PAGES_PER_RUN = 500;
    /** Of the index, in one invocation; each finds a merchant or the end of a shard. */
    private static final int READS = 1_000;

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final DueIndex due;
    private final Clock clock;
    private final RandomGenerator random;

    public PlanClearing(ClearingTable table, ClearingRunTable clearings, DueIndex due, Clock clock, RandomGenerator random) {
        super(Input.class);
        this.table = table;
        this.clearings = clearings;
        this.due = due;
        this.clock = clock;
        this.random = random;
    }

    /** Where in the index to go on. @param merchantId the last one found there, and its date; null at the shard's beginning */
    public record Cursor(int shard, String merchantId, LocalDate date) {}

    /** @param pages how many the run has already @param cursor where to go on; null at first */
    public record Input(String tenant, LocalDate date, int run, int pages, Cursor cursor) {}

    /** @param pages the names of those written now @param cursor where to go on; null when all are found @param full whether some are left for the next run */
    public record Output(List<String> pages, Cursor cursor, boolean full) {}

    @Override
    protected Output handle(Input input) {
        var pages = new Pages(input);
        if (input.cursor() == null) {
            table.settlements(input.tenant(), input.date()).filter(PlanClearing::isUnfinished).forEach(one -> pages.add(one.settlement().merchantId(), Optional.empty()));
        }
        var shard = input.cursor() == null ? 0 : input.cursor().shard();
        var last = Optional.ofNullable(input.cursor()).filter(cursor -> cursor.merchantId() != null).map(cursor -> new Due(input.tenant(), cursor.merchantId(), cursor.date()));
        for (int reads = 0; shard < DueIndex.SHARDS && !pages.full(); reads++) {
            if (reads >= READS) {
                pages.flush();
                return new Output(pages.names, new Cursor(shard, last.map(Due::merchantId).orElse(null), last.map(Due::date).orElse(null)), false);
            }
            last = due.next(input.tenant(), shard, last, input.date());
            if (last.isPresent()) {
                pages.add(last.get().merchantId(), Optional.of(last.get().date()));
            } else {
                shard++;
            }
        }
        pages.flush();
        return new Output(pages.names, null, shard < DueIndex.SHARDS);
    }

    private static boolean isUnfinished(ClearingTable.Stored stored) {
        return switch (stored.settlement().status()) {
            case OPEN, FAILING -> true;
            case SEALED -> !stored.stated();
            case FAILED -> false;
        };
    }

    /** Gathers merchants into pages. The index tells a merchant's dates one after the other. */
    private final class Pages {

        private final Input input;
        private final List<PageEntry> page = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final String prefix = HexFormat.of().toHexDigits(random.nextLong());

        private Pages(Input input) {
            this.input = input;
        }

        private void add(String merchantId, Optional<LocalDate> date) {
            if (!page.isEmpty() && page.getLast().merchantId().equals(merchantId)) {
                page.add(page.removeLast().and(date));
                return;
            }
            if (page.size() == PAGE) {
                flush();
            }
            page.add(new PageEntry(merchantId, date.stream().toList()));
        }

        private boolean full() {
            return input.pages() + names.size() >= PAGES_PER_RUN;
        }

        private void flush() {
            if (!page.isEmpty()) {
                names.add(prefix + "-" + names.size());
                clearings.putPage(input.tenant(), input.date(), input.run(), names.getLast(), List.copyOf(page), clock.instant());
                page.clear();
            }
        }
    }
}
