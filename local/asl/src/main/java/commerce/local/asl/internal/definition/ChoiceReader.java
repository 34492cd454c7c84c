package commerce.local.asl.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.internal.definition.ExpressionRules.Reserved;
import commerce.local.asl.internal.jsonata.Expression;
import commerce.local.asl.internal.jsonata.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a Choice state: its rules have a {@code Condition}, a {@code Next} and their own {@code Assign} and {@code Output}. */
final class ChoiceReader {

    private static final Set<String> RULE_FIELDS = Set.of("Condition", "Next", "Assign", "Output", "Comment");

    private final Faults faults;

    ChoiceReader(Faults faults) {
        this.faults = faults;
    }

    State.Choice read(String name, FieldReader fields) {
        List<State.Choice.Rule> rules = new ArrayList<>();
        JsonNode choices = fields.node("Choices");
        fields.require("Choices");
        if (!choices.isArray() || choices.isEmpty()) {
            if (!choices.isMissingNode()) {
                faults.schema("Expected a non-empty array", fields.at("Choices"));
            }
        } else {
            for (int i = 0; i < choices.size(); i++) {
                rules.add(rule(fields.within(choices.get(i), fields.at("Choices") + "[" + i + "]", Reserved.NEITHER), choices.get(i)));
            }
        }
        return new State.Choice(name, fields.assign(), fields.template("Output"), rules, fields.optionalText("Default"));
    }

    private State.Choice.Rule rule(FieldReader fields, JsonNode node) {
        node.fieldNames().forEachRemaining(field -> {
            if (!RULE_FIELDS.contains(field)) {
                faults.schema("Field '" + field + "' is not supported", fields.at(field));
            }
        });
        fields.require("Condition", "Next");
        return new State.Choice.Rule(condition(fields), fields.optionalText("Next").orElse(""), fields.assign(), fields.template("Output"));
    }

    private Template condition(FieldReader fields) {
        JsonNode condition = fields.node("Condition");
        boolean expression = condition.isTextual() && Expression.isExpression(condition.textValue());
        if (!condition.isMissingNode() && !condition.isBoolean() && !expression) {
            faults.schema("Value is not a valid JSONata expression", fields.at("Condition"));
        }
        return fields.template("Condition").orElse(new Template.Constant(Boolean.FALSE));
    }
}
