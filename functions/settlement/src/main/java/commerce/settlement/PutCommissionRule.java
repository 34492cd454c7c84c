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
 * {@code PUT /admin/commission-rules/{id}} (scope admin): makes a commission rule or replaces it; every order settled later is settled by it.
 * A rule that is refused changes nothing: the one before stays in force.
 *
 * <p>In: {@code {"kind": "TIERED", "tiers": [{"from", "basisPoints"}], "mode"?: "SLAB" | "GRADUATED"}} or
 * {@code {"kind": "EXPRESSION", "expression"}}, see {@link commerce.settlement.domain.commission.Expressions}, and for every rule
 * {@code "enabled"?, "priority"?, "validFrom"?, "validUntil"?, "merchantIds"?, "categories"?, "skus"?}. No {@code Idempotency-Key}: repeating
 * a PUT changes nothing. Out: 201 or 200 with {@link RuleView}. Problems: 400 invalid-input with the field, and for an expression the line and
 * column, 409 too-many-settlement-rules, 413, 503 try-again.
 *
 * <p>Transaction boundary: the rule with its {@code commission_rule.changed.v1}, its version for the record, and the set of enabled rules it
 * is part of.
 */
@Singleton
@Named("put-commission-rule")
public class PutCommissionRule extends HttpOperation {

    private final Rules rules;

    public PutCommissionRule(Rules rules) {
        this.rules = rules;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var wanted = RuleBody.commission(request.newKey("id", Names.CLIENT_ID), request.body());
        return rules.put(Kind.COMMISSION, tenant, wanted, RuleSet::with);
    }
}
