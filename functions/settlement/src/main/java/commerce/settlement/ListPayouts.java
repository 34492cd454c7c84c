package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code GET /admin/clearings/{date}/payouts?file=}: a payout file of a business date as CSV, the newest unless a number is given, its
 * SHA-256 in the header {@code etag}. 404 if there is none.
 */
@Singleton
@Named("list-payouts")
public class ListPayouts extends HttpOperation {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,4}");

    private final ClearingRunTable clearings;
    private final PayoutFiles files;

    public ListPayouts(ClearingRunTable clearings, PayoutFiles files) {
        this.clearings = clearings;
        this.files = files;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var date = ClearingDates.inPath(request);
        var wanted = request.query("file", NUMBER).map(Integer::parseInt);
        var closed = clearings.find(request.tenant(), date).map(stored -> stored.clearing().payoutFiles()).orElseGet(List::of);
        var file = closed.stream().filter(one -> wanted.isEmpty() || wanted.get() == one.number()).reduce((earlier, later) -> later)
                .orElseThrow(() -> Problem.notFound("payout-file", "the business date " + date + " has no such payout file").asException());
        return new HttpResponse(200, Map.of(
                "content-type", PayoutFiles.CONTENT_TYPE,
                "content-disposition", "attachment; filename=\"payouts_%s_%03d.csv\"".formatted(date, file.number()),
                "etag", "\"" + file.sha256() + "\""), files.read(file));
    }
}
