package commerce.settlement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.settlement.domain.commission.CommissionRule;
import commerce.settlement.domain.commission.Rule;
import commerce.settlement.domain.commission.Scope;
import commerce.settlement.domain.split.SplitRule;

/** A rule as the API shows it and as its event tells it: all its fields side by side. */
final class RuleView {

    private RuleView() {}

    static ObjectNode of(Rule<?> rule) {
        return switch (rule) {
            case CommissionRule commission -> view(commission, (ObjectNode) Json.tree(commission.schedule()));
            case SplitRule split -> view(split, (ObjectNode) Json.object().set("parties", Json.tree(split.parties())));
            default -> throw new IllegalArgumentException("nobody has said how to show " + rule);
        };
    }

    private static ObjectNode view(Rule<?> rule, ObjectNode own) {
        var view = Json.object().put("id", rule.id());
        if (own.has("kind")) {
            view.set("kind", own.remove("kind"));
        }
        scope(view, rule.scope());
        view.setAll(own);
        return view.put("version", rule.version());
    }

    private static void scope(ObjectNode view, Scope scope) {
        view.setAll((ObjectNode) Json.tree(scope));
    }
}
