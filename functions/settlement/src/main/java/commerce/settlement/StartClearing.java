package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * {@code POST /admin/clearings/{date}}: clears a business date of the tenant, or sees that it is being cleared. 202 with the clearing, as
 * {@link GetClearing} answers it; 409 {@code business-date-not-finished} for today and later. Any number of times: what is sealed stays as it
 * is, what failed is tried anew under the next number.
 */
@Singleton
@Named("start-clearing")
public class StartClearing extends HttpOperation {

    private final ClearingRuns runs;
    private final Clock clock;

    public StartClearing(ClearingRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        request.noBody();
        var calendar = ClearingTable.calendar();
        if (!calendar.isFinished(date, clock.instant())) {
            throw Problem.conflict("business-date-not-finished", "The business date has not ended",
                    "the business date " + date + " ends at " + calendar.cutOff(date) + "; it can be cleared then").with("endsAt", calendar.cutOff(date)).asException();
        }
        return HttpResponse.accepted("/admin/clearings/" + date, ClearingView.of(runs.start(request.tenant(), date)));
    }
}
