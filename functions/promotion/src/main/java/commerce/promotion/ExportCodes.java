package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.promotion.domain.Coupon;
import commerce.promotion.domain.Issue;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CodeRun;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /admin/campaigns/{id}/codes.csv} (scope admin): all codes of a UNIQUE campaign in one file, to be printed or handed out.
 *
 * <p>Out: 200, {@code text/csv} with a line for each code: {@code code,state,active,validUntil,orderId}. At most {@value
 * commerce.promotion.domain.campaign.CampaignDefinition#MAX_QUANTITY} lines, which a function's answer can hold. Problems: 404
 * campaign-not-found, 409 campaign-not-unique, 409 codes-not-finished until all that were asked for are made, 503 try-again while the index
 * does not show the last of them yet. Writes nothing; one batch read for each hundred codes.
 */
@Singleton
@Named("export-codes")
public class ExportCodes extends HttpOperation {

    private static final String HEADER = "code,state,active,validUntil,orderId\r\n";

    private final CampaignsOfCodes campaigns;
    private final CodesTable table;
    private final Clock clock;

    public ExportCodes(CampaignsOfCodes campaigns, CodesTable table, Clock clock) {
        this.campaigns = campaigns;
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var campaign = campaigns.unique(request);
        if (campaign.codeRun().flatMap(CodeRun::finishedAt).isEmpty()) {
            throw Problem.conflict("codes-not-finished", "The codes are not made yet",
                    campaign.issued() + " of campaign " + campaign.id() + "'s codes are made; ask for them, or wait until all are").with("issued", campaign.issued()).asException();
        }
        var codes = table.all(request.tenant(), campaign.id());
        if (codes.size() < campaign.issued()) {
            throw new Busy("the index shows " + codes.size() + " of " + campaign.issued() + " codes so far", null);
        }
        return file(campaign, codes);
    }

    private HttpResponse file(Campaign campaign, List<Coupon> codes) {
        var now = clock.instant();
        var text = new StringBuilder(HEADER);
        codes.forEach(code -> text.append(line(code, now)));
        return new HttpResponse(200, Map.of(
                "content-type", "text/csv; charset=utf-8",
                "content-disposition", "attachment; filename=\"" + campaign.id() + ".csv\"",
                "x-content-type-options", "nosniff"), text.toString());
    }

    /** Nothing in it needs quotes: codes, ids and times have no commas. */
    private static String line(Coupon code, Instant now) {
        return String.join(",", code.code(), code.state(now).orElseThrow().name(), Boolean.toString(code.definition().active()),
                code.end().map(Instant::toString).orElse(""), code.issue().flatMap(Issue::orderId).orElse("")) + "\r\n";
    }
}
