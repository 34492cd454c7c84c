package commerce.settlement;

import commerce.kernel.TaskOperation;
import commerce.settlement.domain.clearing.Clearing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Writes the statements of a page's merchants that are sealed and paid, and what became of the page.
 *
 * <p>In: {@link Input}. Out: {@link Output}; called again with its merchant until there is none. A repetition writes the same files again.
 */
@Singleton
@Named("write-statements")
public class WriteStatements extends TaskOperation<WriteStatements.Input, WriteStatements.Output> {

    /** Lines written in one invocation, give or take one merchant's. */
    private static final long LINES = 20_000;

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final Statements statements;
    private final Clock clock;

    public WriteStatements(ClearingTable table, ClearingRunTable clearings, Statements statements, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clearings = clearings;
        this.statements = statements;
        this.clock = clock;
    }

    /** @param merchant the first of the page's merchants to look at */
    public record Input(String tenant, LocalDate date, int run, String page, int merchant) {}

    /** @param merchant where to go on; null when all are written */
    public record Output(Integer merchant) {}

    @Override
    protected Output handle(Input input) {
        var page = clearings.page(input.tenant(), input.date(), input.run(), input.page());
        var next = new StepTime(clock).workFor(page, input.merchant(), LINES, merchant -> write(input.tenant(), input.date(), merchant.merchantId()));
        if (next == null) {
            clearings.keepCounts(input.tenant(), input.date(), input.run(), input.page(), counts(input, page));
        }
        return new Output(next);
    }

    /** @return how many lines it states */
    private long write(String tenant, LocalDate date, String merchantId) {
        var due = table.latest(tenant, date, merchantId).filter(stored -> stored.paid() && !stored.stated());
        if (due.isEmpty()) {
            return 0;
        }
        var settlement = due.get().settlement();
        statements.write(tenant, settlement);
        table.markStated(tenant, settlement, clock.instant());
        return settlement.claimed().lines();
    }

    private Clearing.Counts counts(Input input, List<ClearingRunTable.PageEntry> page) {
        var latest = page.stream().map(merchant -> table.latest(input.tenant(), input.date(), merchant.merchantId())).flatMap(Optional::stream).toList();
        return ClearingCounts.of(latest.stream());
    }
}
