package commerce.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.promotion.domain.pricing.PricingRule;

/** A pricing rule as the API shows it and as {@code pricing_rule.changed.v1} tells it: all its fields side by side. */
final class PricingRuleView {

    private PricingRuleView() {}

    static ObjectNode of(PricingRule rule) {
        var view = Json.object().put("id", rule.id());
        var effect = (ObjectNode) Json.tree(rule.effect());
        view.set("kind", effect.remove("kind"));
        view.put("enabled", rule.enabled()).put("priority", rule.priority());
        rule.validFrom().ifPresent(from -> view.put("validFrom", from.toString()));
        rule.validUntil().ifPresent(until -> view.put("validUntil", until.toString()));
        view.setAll((ObjectNode) Json.tree(rule.target()));
        view.setAll(effect);
        return view.put("version", rule.version());
    }
}
