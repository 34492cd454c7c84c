package commerce.settlement;

import commerce.kernel.Body;
import commerce.kernel.Line;
import commerce.kernel.Names;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.Expressions;
import commerce.settlement.domain.commission.Rule;
import commerce.settlement.domain.commission.Schedule;
import commerce.settlement.domain.commission.Schedule.Mode;
import commerce.settlement.domain.commission.Schedule.Tier;
import commerce.settlement.domain.commission.Scope;
import commerce.settlement.domain.split.SplitRule;
import commerce.settlement.domain.split.SplitRule.Party;
import java.util.regex.Pattern;

/** Reads rules as an operator puts them: their own fields, then those every rule has. What is wrong is named, and nothing is written. */
final class RuleBody {

    private static final int WHOLE = 10_000;
    private static final int MAX_TIERS = 20;
    private static final int MAX_NAMES = 100;
    private static final int MAX_PRIORITY = 1_000;
    private static final int DEFAULT_PRIORITY = 100;
    private static final Pattern KIND = Pattern.compile("TIERED|EXPRESSION");
    private static final Pattern MODE = Pattern.compile("SLAB|GRADUATED");
    private static final Pattern CATEGORY = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    private RuleBody() {}

    /**
     * @return the rule as its first version
     * @throws commerce.kernel.ProblemException 400 naming the field
     */
    static CommissionRule commission(String id, Body body) {
        var schedule = switch (body.text("kind", KIND)) {
            case "TIERED" -> tiered(body);
            default -> new Schedule.Expression(body.label("expression", Expressions.MAX_LENGTH));
        };
        return checked(new CommissionRule(id, 1, scope(body), schedule), body);
    }

    private static Schedule tiered(Body body) {
        return new Schedule.Tiered(
                body.optionalText("mode", MODE).map(Mode::valueOf).orElse(Mode.SLAB),
                body.list("tiers", 1, MAX_TIERS, tier -> new Tier(tier.integer("from", 1, Line.MAX_QUANTITY), (int) tier.integer("basisPoints", 0, WHOLE))));
    }

    /**
     * @return the rule as its first version
     * @throws commerce.kernel.ProblemException 400 naming the field
     */
    static SplitRule split(String id, Body body) {
        var parties = body.list("parties", 1, SplitRule.MAX_PARTIES, party -> new Party(party.text("party", Names.MERCHANT_ID), (int) party.integer("basisPoints", 1, WHOLE)));
        return checked(new SplitRule(id, 1, scope(body), parties), body);
    }

    private static Scope scope(Body body) {
        return new Scope(
                body.optionalFlag("enabled").orElse(true),
                body.optionalInteger("priority", 0, MAX_PRIORITY).map(Math::toIntExact).orElse(DEFAULT_PRIORITY),
                body.optionalInstant("validFrom"),
                body.optionalInstant("validUntil"),
                body.optionalTexts("merchantIds", MAX_NAMES, Names.MERCHANT_ID),
                body.optionalTexts("categories", MAX_NAMES, CATEGORY),
                body.optionalTexts("skus", MAX_NAMES, Names.SKU));
    }

    private static <R extends Rule<R>> R checked(R rule, Body body) {
        body.end();
        rule.fault().ifPresent(fault -> {
            throw body.refuse(fault.field(), fault.must());
        });
        return rule;
    }
}
