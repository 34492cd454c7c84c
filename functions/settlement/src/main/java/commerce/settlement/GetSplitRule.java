package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.RulesTable.Kind;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/split-rules/{id}?version} (scope admin): a split rule as it is, or as it was in a version that an order's settlement names.
 *
 * <p>Out: 200 with {@link RuleView}. Problems: 400 if the version is no number, 404 split-rule-not-found. Writes nothing; one consistent read.
 */
@Singleton
@Named("get-split-rule")
public class GetSplitRule extends HttpOperation {

    private final Rules rules;

    public GetSplitRule(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return rules.show(Kind.SPLIT, request).orElseThrow(() -> Problem.notFound("split-rule", "there is no such version of that split rule").asException());
    }
}
