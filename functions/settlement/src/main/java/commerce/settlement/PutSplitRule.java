package commerce.settlement;

import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Names;
import commerce.settlement.RulesTable.Kind;
import commerce.settlement.domain.split.RuleSet;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * {@code PUT /admin/split-rules/{id}} (scope admin): makes a rule that divides merchants' money among parties, or replaces it; every order
 * settled later is divided by it, and none that is settled already. A rule that is refused changes nothing.
 *
 * <p>In: {@code {"parties": [{"party", "basisPoints"}], "enabled"?, "priority"?, "validFrom"?, "validUntil"?, "merchantIds"?, "categories"?,
 * "skus"?}}. No {@code Idempotency-Key}: repeating a PUT changes nothing. Out: 201 or 200 with {@link RuleView}. Problems: 400 invalid-input,
 * 409 too-many-settlement-rules, 413, 503 try-again.
 *
 * <p>Transaction boundary: the rule with its {@code split_rule.changed.v1}, its version for the record, and the set of enabled rules it is
 * part of.
 */
@Singleton
@Named("put-split-rule")
public class PutSplitRule extends HttpOperation {

    private final Rules rules;

    public PutSplitRule(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var wanted = RuleBody.split(request.newKey("id", Names.CLIENT_ID), request.body());
        return rules.put(Kind.SPLIT, tenant, wanted, RuleSet::with);
    }
}
