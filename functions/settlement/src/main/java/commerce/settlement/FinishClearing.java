package commerce.settlement;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.Outcomes;
import commerce.kernel.TaskOperation;
import commerce.settlement.ClearingRunTable.Stored;
import commerce.settlement.domain.clearing.Clearing;
import commerce.settlement.domain.clearing.Clearing.Counts;
import commerce.settlement.domain.clearing.Clearing.Status;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Ends a run: closes the payout file, adds up what the date has come to, and tells it as {@code clearing.finished.v1}. A run that could not
 * plan all merchants starts the next one.
 *
 * <p>In: {@link Input}. Out: {@link Output}. A repetition finds the run ended. Metric {@code ClearingsFinished} by status.
 */
@Singleton
@Named("finish-clearing")
public class FinishClearing extends TaskOperation<FinishClearing.Input, FinishClearing.Output> {

    private static final Logger LOG = Logger.getLogger(FinishClearing.class);
    private static final int ATTEMPTS = 20;

    private final ClearingTable table;
    private final ClearingRunTable clearings;
    private final PayoutFiles payouts;
    private final ClearingRuns runs;
    private final Clock clock;

    public FinishClearing(ClearingTable table, ClearingRunTable clearings, PayoutFiles payouts, ClearingRuns runs, Clock clock) {
        super(Input.class);
        this.table = table;
        this.clearings = clearings;
        this.payouts = payouts;
        this.runs = runs;
        this.clock = clock;
    }

    /** @param failedPages pages that could not be worked on to their end @param full whether merchants were left for the next run */
    public record Input(String tenant, LocalDate date, int run, int failedPages, boolean full) {}

    /** @param status of the clearing: DONE or INCOMPLETE; RUNNING if another run is at work already */
    public record Output(String status) {}

    @Override
    protected Output handle(Input input) {
        payouts.close(input.tenant(), input.date());
        var counts = count(input.tenant(), input.date());
        var complete = input.failedPages() == 0 && !input.full() && counts.settled() == counts.merchants();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var stored = clearings.find(input.tenant(), input.date()).orElseThrow();
            if (stored.clearing().run() != input.run()) {
                return new Output(Status.RUNNING.name());
            }
            if (stored.clearing().status() != Status.RUNNING || finish(input.tenant(), stored, counts, complete)) {
                if (input.full()) {
                    runs.start(input.tenant(), input.date());
                    return new Output(Status.RUNNING.name());
                }
                return new Output(clearings.find(input.tenant(), input.date()).orElseThrow().clearing().status().name());
            }
        }
        throw new Busy("the clearing of " + input.date() + " kept changing", null);
    }

    private boolean finish(String tenant, Stored running, Counts counts, boolean complete) {
        var finished = running.clearing().finished(counts, complete, clock.instant());
        var event = Event.of("commerce.settlement", "clearing.finished.v1", tenant, "clearing-" + finished.date(), String.valueOf(finished.run()), clock.instant(),
                Map.of("date", finished.date(), "run", finished.run(), "status", finished.status(), "merchants", counts.merchants(), "settled", counts.settled(),
                        "failed", counts.failed(), "totals", counts.totals()));
        var kept = clearings.keep(tenant, running, finished, Optional.of(event));
        if (kept) {
            Outcomes.count("ClearingsFinished", "status", finished.status().name());
            LOG.infof("clearing of %s: %s, %d of %d merchants settled, %d failed", finished.date(), finished.status(), counts.settled(), counts.merchants(), counts.failed());
        }
        return kept;
    }

    /** Over all runs of the date, settlement by settlement: a merchant counts by its last one, which comes last. */
    private Counts count(String tenant, LocalDate date) {
        var total = Counts.none();
        Optional<ClearingTable.Stored> last = Optional.empty();
        for (var stored : (Iterable<ClearingTable.Stored>) table.settlements(tenant, date)::iterator) {
            if (last.isPresent() && !last.get().settlement().merchantId().equals(stored.settlement().merchantId())) {
                total = total.plus(ClearingCounts.of(last.stream()));
            }
            last = Optional.of(stored);
        }
        return total.plus(ClearingCounts.of(last.stream()));
    }
}
