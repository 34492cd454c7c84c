package commerce.promotion;

import commerce.kernel.Busy;
import commerce.kernel.Event;
import commerce.kernel.HttpOperation;
import commerce.kernel.HttpRequest;
import commerce.kernel.HttpResponse;
import commerce.kernel.Json;
import commerce.kernel.Names;
import commerce.kernel.Problem;
import commerce.promotion.domain.pricing.PricingRule;
import commerce.promotion.domain.pricing.RuleSet;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * {@code PUT /admin/pricing-rules/{id}} (scope admin): makes a rule or replaces it; every later quote is priced by it. A rule that is
 * refused changes nothing: the one before stays in force.
 *
 * <p>In: {@code {"kind", "enabled"?, "priority"?, "validFrom"?, "validUntil"?, "skus"?, "categories"?}} and the fields of its kind, see
 * {@link commerce.promotion.domain.pricing.Effect}. No {@code Idempotency-Key}: repeating a PUT changes nothing. Out: 201 or 200 with
 * {@link PricingRuleView}. Problems: 400 invalid-input, 409 too-many-pricing-rules, 413, 503 try-again.
 *
 * <p>Transaction boundary: the rule with its {@code pricing_rule.changed.v1}, its version for the record, and the set of enabled rules it
 * is part of, whose version an order keeps.
 */
@Singleton
@Named("put-pricing-rule")
public class PutPricingRule extends HttpOperation {

    private static final int ATTEMPTS = 10;
    /** The set is one item, and DynamoDB's are at most 400 KB. */
    private static final int MAX_SET_CHARACTERS = 300_000;

    private final PricingTable table;
    private final Clock clock;

    public PutPricingRule(PricingTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    protected HttpResponse handle(HttpRequest request) {
        var tenant = request.tenant();
        var wanted = PricingRuleBody.read(request.newKey("id", Names.CLIENT_ID), request.body());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var current = table.find(tenant, wanted.id());
            if (current.isPresent() && wanted.saysTheSameAs(current.get())) {
                return HttpResponse.ok(PricingRuleView.of(current.get()));
            }
            var next = wanted.withVersion(current.map(PricingRule::version).orElse(0L) + 1);
            if (write(tenant, next)) {
                return HttpResponse.json(next.version() == 1 ? 201 : 200, PricingRuleView.of(next));
            }
        }
        throw new Busy("other writers of the shop's pricing rules kept winning", null);
    }

    private boolean write(String tenant, PricingRule rule) {
        var now = clock.instant();
        var rules = table.rules(tenant).map(text -> Json.read(text, RuleSet.class)).orElse(RuleSet.NONE).with(rule);
        var text = Json.write(rules);
        if (rules.isFull() || text.length() > MAX_SET_CHARACTERS) {
            throw Problem.conflict("too-many-pricing-rules", "The shop has too many pricing rules",
                    "at most " + RuleSet.MAX_RULES + " rules of " + MAX_SET_CHARACTERS + " characters in all can be enabled; disable one first").asException();
        }
        var event = Event.of("commerce.promotion", "pricing_rule.changed.v1", tenant, rule.id(), Long.toString(rule.version()), now, PricingRuleView.of(rule));
        return table.replaceIfVersions(tenant, rule, rules, text, PricingRules.digest(text), event, now);
    }
}
