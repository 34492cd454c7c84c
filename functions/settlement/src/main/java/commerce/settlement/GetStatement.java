package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.settlement.Statements.Format;
import commerce.settlement.domain.clearing.Settlement;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code GET /admin/clearings/{date}/statements/{merchantId}?format=csv|html}: a merchant's statement of a business date. Without
 * {@code format} HTML for whoever accepts {@code text/html}, else CSV. 404 until the settlement is sealed and stated; 422
 * {@code statement-too-large} for a CSV that no HTTP answer of a function can hold, with the key it is stored under.
 */
@Singleton
@Named("get-statement")
public class GetStatement extends HttpOperation {

    private static final Pattern FORMAT = Pattern.compile("csv|html");
    /** A function's answer has at most 6 MB, of JSON that holds the text as a string. */
    private static final int MAX_BYTES = 4_500_000;

    private final ClearingTable table;
    private final Statements statements;

    public GetStatement(ClearingTable table, Statements statements) {
        this.table = table;
        this.statements = statements;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var date = ClearingDates.inPath(request);
        var format = request.query("format", FORMAT).map(name -> name.equals("html") ? Format.HTML : Format.CSV)
                .orElseGet(() -> request.header("accept").filter(accept -> accept.contains("text/html")).isPresent() ? Format.HTML : Format.CSV);
        var settlement = stated(tenant, date, request.path("merchantId", Names.TENANT));
        var text = statements.read(tenant, settlement, format);
        if (text.length > MAX_BYTES) {
            throw Problem.unprocessable("statement-too-large", "The statement is too large for an answer", "the statement has " + text.length + " bytes; fetch it from the file store", null)
                    .with("file", statements.key(tenant, settlement, format)).asException();
        }
        return new HttpResponse(200, Map.of(
                "content-type", format.contentType,
                "content-disposition", (format == Format.HTML ? "inline" : "attachment") + "; filename=\"" + settlement.settleId() + "." + format.ending + "\"",
                "content-security-policy", "default-src 'none'; style-src 'unsafe-inline'",
                "x-content-type-options", "nosniff"), new String(text, StandardCharsets.UTF_8));
    }

    private Settlement stated(String tenant, LocalDate date, String merchantId) {
        return table.latest(tenant, date, merchantId).filter(ClearingTable.Stored::stated)
                .orElseThrow(() -> Problem.notFound("statement", "merchant " + merchantId + " has no statement for the business date " + date).asException()).settlement();
    }
}
