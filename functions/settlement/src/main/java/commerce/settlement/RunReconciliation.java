package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.ReconciliationView.Summary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code POST /admin/reconciliations/{date}}: compares the tenant's ledger with every bill there is of that date, again. 200 with {@link Run}; a
 * source with movements and without a bill has the state {@code BILL_MISSING}, until its bill comes. What was resolved stays resolved, what is
 * no longer seen is closed. 409 {@code business-date-not-finished} for today and later. {@code ?whose=nobody} compares what is nobody's, for
 * tokens with the scope {@code platform}.
 */
@Singleton
@Named("run-reconciliation")
public class RunReconciliation extends HttpOperation {

    private final Reconciliations reconciliations;
    private final Clock clock;

    public RunReconciliation(Reconciliations reconciliations, Clock clock) {
        this.reconciliations = reconciliations;
        this.clock = clock;
    }

    /** What each source came to. */
    record Run(LocalDate date, List<Summary> sources) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        request.noBody();
        var whose = Whose.differences(request);
        var calendar = ClearingTable.calendar();
        if (!calendar.isFinished(date, clock.instant())) {
            throw Problem.conflict("business-date-not-finished", "The business date has not ended",
                    "the business date " + date + " ends at " + calendar.cutOff(date) + "; bills of it come on the next day").with("endsAt", calendar.cutOff(date)).asException();
        }
        return HttpResponse.ok(new Run(date, reconciliations.all(whose, date)));
    }
}
