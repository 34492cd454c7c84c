package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.settlement.ReconciliationView.Summary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;

/**
 * {@code POST /admin/reconciliations/{date}}: compares the tenant's ledger with every bill there is of that date, again. 200 with {@link Run}; a
 * source with movements and without a bill has the state {@code BILL_MISSING}. What was resolved stays resolved, what is no longer seen is
 * closed. {@code ?whose=nobody} compares what is nobody's, for tokens with the scope {@code platform}.
 */
@Singleton
@Named("run-reconciliation")
public class RunReconciliation extends HttpOperation {

    private final Reconciliations reconciliations;

    public RunReconciliation(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    /** What each source came to. */
    record Run(LocalDate date, List<Summary> sources) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        request.noBody();
        return HttpResponse.ok(new Run(date, reconciliations.all(Whose.differences(request), date)));
    }
}
