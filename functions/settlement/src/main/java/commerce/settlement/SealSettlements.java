package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.TaskOperation;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;

/**
 * Ends the settlements of a page's merchants: SEALED if their lines, read again, add up to what was claimed; after three tries that did not,
 * FAILED, with the lines given back to a later settlement.
 *
 * <p>In: {@link Input}. Out: {@link Output}; called again with its cursor until there is none. A repetition finds ended what has ended.
 */
@Singleton
@Named("seal-settlements")
public class SealSettlements extends TaskOperation<SealSettlements.Input, SealSettlements.Output> {

    /** Lines read in one invocation, give or take one merchant's. */
    private static final long LINES = 50_000;
    /** A settlement has ended after few steps, unless others move it between each two of them. */
    private static final int STEPS = 30;

    private final ClearingRunTable clearings;
    private final Settlements settlements;
    private final Clock clock;

    public SealSettlements(ClearingRunTable clearings, Settlements settlements, Clock clock) {
        super(Input.class);
        this.clearings = clearings;
        this.settlements = settlements;
        this.clock = clock;
    }

    /** @param merchant the first of the page's merchants to look at */
    public record Input(String tenant, LocalDate date, int run, String page, int merchant) {}

    /** @param merchant where to go on; null when all have ended */
    public record Output(Integer merchant) {}

    @Override
    protected Output handle(Input input) {
        var page = clearings.page(input.tenant(), input.date(), input.run(), input.page());
        return new Output(new StepTime(clock).workFor(page, input.merchant(), LINES, merchant -> end(input.tenant(), input.date(), merchant.merchantId())));
    }

    private long end(String tenant, LocalDate date, String merchantId) {
        var read = 0L;
        for (int step = 0; step < STEPS; step++) {
            var lines = settlements.advance(tenant, date, merchantId);
            if (lines.isEmpty()) {
                return read;
            }
            read += lines.get();
        }
        throw new Busy("the settlement of merchant " + merchantId + " kept moving", null);
    }
}
