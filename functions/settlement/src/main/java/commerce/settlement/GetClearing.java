package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.domain.clearing.Clearing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/clearings/{date}}: the clearing of a business date, while it runs with what it has come to so far:
 * {@code {date, status, run, startedAt, finishedAt, merchants, settled, failed, totals, payoutFiles}}. 404 if it was never begun.
 */
@Singleton
@Named("get-clearing")
public class GetClearing extends HttpOperation {

    private final ClearingRunTable clearings;

    public GetClearing(ClearingRunTable clearings) {
        this.clearings = clearings;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var date = ClearingDates.inPath(request);
        var clearing = clearings.find(tenant, date).orElseThrow(() -> Problem.notFound("clearing", "the business date " + date + " has not been cleared").asException()).clearing();
        var running = clearing.status() == Clearing.Status.RUNNING;
        return HttpResponse.ok(ClearingView.of(running ? clearing.with(clearings.progress(tenant, date, clearing.run())) : clearing));
    }
}
