package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * {@code GET /admin/campaigns?limit&cursor} (scope admin): the shop's campaigns by trigger, then by id.
 *
 * <p>Out: 200 with a {@link Page} of {@link CampaignView}s. Problems: 400 on a bad limit or cursor. Writes nothing; one consistent query and
 * one batch read, whatever the page.
 */
@Singleton
@Named("list-campaigns")
public class ListCampaigns extends HttpOperation {

    private static final Pattern ENTRY = Pattern.compile("[A-Z_]{1,32}#[A-Za-z0-9._-]{1,64}");

    private final CampaignTable table;

    public ListCampaigns(CampaignTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        if (ask.after().filter(entry -> !ENTRY.matcher(entry).matches()).isPresent()) {
            throw Page.badCursor();
        }
        var page = table.list(tenant, ask.limit(), ask.after());
        return HttpResponse.ok(new Page<>(page.items().stream().map(CampaignView::of).toList(), page.nextCursor()));
    }
}
