package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.ReconciliationTable.Resolving;
import commerce.settlement.ReconciliationView.Reason;
import commerce.settlement.ReconciliationView.Resolution;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code POST /admin/reconciliations/{date}/differences/{id}/resolution} with {@code {reason, note}}: says what became of a difference. 200 with
 * the difference; the same again is the same; 409 {@code difference-over} if it was resolved otherwise or is closed.
 */
@Singleton
@Named("resolve-difference")
public class ResolveDifference extends HttpOperation {

    private static final Pattern ID = Pattern.compile("[a-z0-9]{1,32}-[0-9a-f]{20}");
    private static final Pattern REASON = Pattern.compile(Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.joining("|")));
    private static final int LONGEST_NOTE = 1_000;

    private final ReconciliationTable table;
    private final Clock clock;

    public ResolveDifference(ReconciliationTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        var id = request.path("id", ID);
        var whose = Whose.differences(request);
        var body = request.body();
        var resolution = new Resolution(Reason.valueOf(body.text("reason", REASON)), body.label("note", LONGEST_NOTE), request.subject(), clock.instant());
        body.end();
        return switch (table.resolve(whose, date, id, resolution)) {
            case Resolving.Resolved(var found) -> HttpResponse.ok(found);
            case Resolving.Over(var found) -> throw Problem.conflict("difference-over", "The difference is resolved or closed",
                    "the difference " + id + " is " + found.status() + found.resolution().map(before -> ": " + before.reason() + ", " + before.note()).orElse("")).asException();
            case Resolving.Unknown() -> throw Problem.notFound("difference", "there is no difference " + id + " of " + date).asException();
        };
    }
}
