package commerce.promotion;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.kernel.Page;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /admin/pricing-rules?limit&cursor} (scope admin): the shop's rules by id, disabled ones too.
 *
 * <p>Out: 200 with a {@link Page} of {@link PricingRuleView}s. Problems: 400 on a bad limit or cursor. Writes nothing; one query.
 */
@Singleton
@Named("list-pricing-rules")
public class ListPricingRules extends HttpOperation {

    private final PricingTable table;

    public ListPricingRules(PricingTable table) {
        this.table = table;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var ask = Page.ask(request);
        if (ask.after().filter(id -> !Names.CLIENT_ID.matcher(id).matches()).isPresent()) {
            throw Page.badCursor();
        }
        // One more than asked for tells whether there is a next page.
        var found = table.list(tenant, ask.limit() + 1, ask.after());
        var shown = found.subList(0, Math.min(ask.limit(), found.size()));
        return HttpResponse.ok(Page.of(shown.stream().map(PricingRuleView::of).toList(), found.size() > shown.size() ? Optional.of(shown.getLast().id()) : Optional.empty()));
    }
}
