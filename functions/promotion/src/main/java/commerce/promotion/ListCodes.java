package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * {@code GET /admin/campaigns/{id}/codes?limit&cursor} (scope admin): the codes of a campaign, of whatever kind, with what became of each.
 *
 * <p>Out: 200 with a {@link Page} of {@link CouponView}s. Problems: 400 on a bad limit or cursor, 404 campaign-not-found. Writes nothing; two
 * consistent reads and one query of an index, whatever the page.
 */
@Singleton
@Named("list-codes")
public class ListCodes extends HttpOperation {

    private final CampaignsOfCodes campaigns;
    private final CodesTable table;
    private final Clock clock;

    public ListCodes(CampaignsOfCodes campaigns, CodesTable table, Clock clock) {
        this.campaigns = campaigns;
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        if (ask.after().filter(code -> !Names.COUPON_CODE.matcher(code).matches()).isPresent()) {
            throw Page.badCursor();
        }
        var page = table.list(tenant, campaigns.named(request).id(), ask.limit(), ask.after());
        var now = clock.instant();
        return HttpResponse.ok(new Page<>(page.items().stream().map(coupon -> CouponView.of(coupon, now)).toList(), page.nextCursor()));
    }
}
