package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.CodeRun;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code POST /admin/campaigns/{id}/codes} (scope admin): has the codes of a UNIQUE campaign made, as many as its {@code quantity} says.
 *
 * <p>No body and no {@code Idempotency-Key}: asking again makes no code more; it sets one going that has stopped, and after the quantity was
 * raised it makes the missing ones. Out: 202 with {@link CampaignView} and its address, where {@code issued} and {@code issuing} tell how far
 * it is; 200 if all are there. Problems: 400 invalid-input for a body that says anything, 404 campaign-not-found, 409 campaign-not-unique, 413, 503 try-again.
 *
 * <p>Transaction boundary: what is wanted with {@code campaign.codes_requested.v1}, which {@link MakeCodes} is set going by.
 */
@Singleton
@Named("request-codes")
public class RequestCodes extends HttpOperation {

    private static final int ATTEMPTS = 10;

    private final CampaignsOfCodes campaigns;
    private final CodesTable table;
    private final Clock clock;

    public RequestCodes(CampaignsOfCodes campaigns, CodesTable table, Clock clock) {
        this.campaigns = campaigns;
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        request.noBody();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var campaign = campaigns.unique(request);
            if (campaign.issued() >= campaign.definition().quantity().orElseThrow()) {
                return HttpResponse.ok(CampaignView.of(campaign));
            }
            if (request(request.tenant(), asking(campaign))) {
                return HttpResponse.accepted("/admin/campaigns/" + campaign.id(), CampaignView.of(asking(campaign)));
            }
        }
        throw new Busy("campaign " + CampaignsOfCodes.id(request) + " kept changing", null);
    }

    private Campaign asking(Campaign campaign) {
        var run = new CodeRun(campaign.codeRun().map(CodeRun::number).orElse(0L) + 1, campaign.definition().quantity().orElseThrow(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), Optional.empty());
        return new Campaign(campaign.id(), campaign.definition(), campaign.purse(), campaign.issued(), Optional.of(run));
    }

    private boolean request(String tenant, Campaign campaign) {
        var now = clock.instant();
        return table.requestIfUnchanged(tenant, campaign, CodeMaker.requested(tenant, campaign, now), now);
    }
}
