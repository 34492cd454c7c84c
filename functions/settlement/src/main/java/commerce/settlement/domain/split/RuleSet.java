package commerce.settlement.domain.split;

import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.Rule;
import java.util.List;
import java.util.stream.Stream;

/**
 * All rules a shop settles by.
 *
 * @param version one more with each change of any rule; 0 before the first
 * @param commissions those that are enabled, in the order they are asked
 * @param splits likewise
 */
public record RuleSet(long version, List<CommissionRule> commissions, List<SplitRule> splits) {

    public static final RuleSet NONE = new RuleSet(0, List.of(), List.of());
    /** Bounds what settling an order costs to compute and the size of the stored set. */
    public static final int MAX_RULES = 200;

    public RuleSet {
        commissions = inOrder(commissions);
        splits = inOrder(splits);
    }

    private static <R extends Rule<R>> List<R> inOrder(List<R> rules) {
        return rules.stream().filter(rule -> rule.scope().enabled()).sorted(Rule.ORDER).toList();
    }

    /** The set after a rule was put: the next version. */
    public RuleSet with(CommissionRule rule) {
        return new RuleSet(version + 1, replaced(commissions, rule), splits);
    }

    /** The set after a rule was put: the next version. */
    public RuleSet with(SplitRule rule) {
        return new RuleSet(version + 1, commissions, replaced(splits, rule));
    }

    private static <R extends Rule<R>> List<R> replaced(List<R> rules, R rule) {
        return Stream.concat(rules.stream().filter(other -> !other.id().equals(rule.id())), Stream.of(rule)).toList();
    }

    public boolean isFull() {
        return commissions.size() + splits.size() > MAX_RULES;
    }
}
