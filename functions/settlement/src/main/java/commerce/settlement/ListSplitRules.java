package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.settlement.RulesTable.Kind;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/split-rules?limit&cursor} (scope admin): the shop's split rules by id, disabled ones too.
 *
 * <p>Out: 200 with a {@link commerce.kernel.Page} of {@link RuleView}s. Problems: 400 on a bad limit or cursor. Writes nothing; one query.
 */
@Singleton
@Named("list-split-rules")
public class ListSplitRules extends HttpOperation {

    private final Rules rules;

    public ListSplitRules(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return rules.list(Kind.SPLIT, request);
    }
}
