package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.settlement.RulesTable.Kind;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/commission-rules?limit&cursor} (scope admin): the shop's commission rules by id, disabled ones too.
 *
 * <p>Out: 200 with a {@link commerce.kernel.Page} of {@link RuleView}s. Problems: 400 on a bad limit or cursor. Writes nothing; one query.
 */
@Singleton
@Named("list-commission-rules")
public class ListCommissionRules extends HttpOperation {

    private final Rules rules;

    public ListCommissionRules(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return rules.list(Kind.COMMISSION, request);
    }
}
