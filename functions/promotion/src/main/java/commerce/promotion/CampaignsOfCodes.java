package commerce.promotion;

import commerce.kernel.HttpRequest;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.promotion.domain.campaign.Campaign;
import commerce.promotion.domain.campaign.Codes;
import jakarta.inject.Singleton;

/** Which campaign a request about codes means. */
@Singleton
public class CampaignsOfCodes {

    private final CampaignTable campaigns;

    public CampaignsOfCodes(CampaignTable campaigns) {
        this.campaigns = campaigns;
    }

    static String id(HttpRequest request) {
        return request.path("id", Names.CLIENT_ID);
    }

    /** @throws commerce.kernel.ProblemException 404 */
    Campaign named(HttpRequest request) {
        var id = id(request);
        return campaigns.find(request.tenant(), id).orElseThrow(() -> Problem.notFound("campaign", "there is no campaign " + id).asException());
    }

    /** @throws commerce.kernel.ProblemException 404, or 409 for a campaign of another kind */
    Campaign unique(HttpRequest request) {
        var campaign = named(request);
        if (campaign.definition().codes() != Codes.UNIQUE) {
            throw Problem.conflict("campaign-not-unique", "The campaign has no unique codes", "campaign " + campaign.id() + " has codes " + campaign.definition().codes()).asException();
        }
        return campaign;
    }
}
