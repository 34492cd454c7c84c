package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Problem;
import commerce.settlement.RulesTable.Kind;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code GET /admin/commission-rules/{id}?version} (scope admin): a commission rule as it is, or as it was in a version that an order's settlement names.
 *
 * <p>Out: 200 with {@link RuleView}. Problems: 400 if the version is no number, 404 commission-rule-not-found. Writes nothing; one consistent read.
 */
@Singleton
@Named("get-commission-rule")
public class GetCommissionRule extends HttpOperation {

    private final Rules rules;

    public GetCommissionRule(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        return rules.show(Kind.COMMISSION, request).orElseThrow(() -> Problem.notFound("commission-rule", "there is no such version of that commission rule").asException());
    }
}
