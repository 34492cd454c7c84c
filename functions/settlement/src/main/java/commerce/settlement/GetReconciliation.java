package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import commerce.settlement.ReconciliationView.Found;
import commerce.settlement.ReconciliationView.Status;
import commerce.settlement.ReconciliationView.Summary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /admin/reconciliations/{date}?status&limit&cursor&whose}: {@link View}: what each source came to, and the differences with their
 * evidence, page by page ({@code status} leaves some out, so a page may be shorter than its limit, or empty, and not the last). A date that was
 * never compared has neither. {@code whose=nobody}: as {@link RunReconciliation}.
 */
@Singleton
@Named("get-reconciliation")
public class GetReconciliation extends HttpOperation {

    private static final Pattern STATUS = Pattern.compile("OPEN|TOLERATED|RESOLVED|CLOSED");

    private final ReconciliationTable table;

    public GetReconciliation(ReconciliationTable table) {
        this.table = table;
    }

    /** A date, its sources, and a page of its differences. */
    record View(LocalDate date, List<Summary> sources, List<Found> items, Optional<String> nextCursor) {}

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        var whose = Whose.differences(request);
        var page = table.differences(whose, date, request.query("status", STATUS).map(Status::valueOf), Page.ask(request));
        return HttpResponse.ok(new View(date, table.summaries(whose, date), page.items(), page.nextCursor()));
    }
}
