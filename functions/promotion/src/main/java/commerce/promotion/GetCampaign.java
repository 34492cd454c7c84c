package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/campaigns/{id}} (scope admin): a campaign's definition, what it has issued and what has been used of it.
 *
 * <p>Out: 200 with {@link CampaignView}. Problems: 404 campaign-not-found. Writes nothing; one consistent read.
 */
@Singleton
@Named("get-campaign")
public class GetCampaign extends HttpOperation {

    private final CampaignTable table;

    public GetCampaign(CampaignTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var id = request.path("id", Names.CLIENT_ID);
        return table.find(request.tenant(), id).map(CampaignView::of).map(HttpResponse::ok)
                .orElseThrow(() -> Problem.notFound("campaign", "there is no campaign " + id).asException());
    }
}
