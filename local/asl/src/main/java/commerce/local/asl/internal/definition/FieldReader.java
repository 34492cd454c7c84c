package commerce.local.asl.internal.definition;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.internal.json.Values;
import commerce.local.asl.internal.jsonata.Expression;
import commerce.local.asl.internal.jsonata.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the fields of one JSON object of a definition. What is wrong goes to the faults; reading goes on with a harmless stand-in, so that
 * one pass finds everything.
 */
final class FieldReader {

    static final long MAX_SECONDS = 99_999_999;

    private final JsonNode object;
    private final String path;
    private final String statePath;
    private final Faults faults;
    private final ExpressionRules.Reserved reserved;

    /**
     * @param object the object to read
     * @param path where it stands in the definition: {@code /States/A/Catch[0]}
     * @param statePath the path of the state it belongs to; expressions report their location relative to it
     * @param reserved which parts of {@code $states} its expressions may use
     */
    FieldReader(JsonNode object, String path, String statePath, Faults faults, ExpressionRules.Reserved reserved) {
        this.object = object;
        this.path = path;
        this.statePath = statePath;
        this.faults = faults;
        this.reserved = reserved;
    }

    FieldReader within(JsonNode inner, String innerPath, ExpressionRules.Reserved innerReserved) {
        return new FieldReader(inner, innerPath, statePath, faults, innerReserved);
    }

    FieldReader withReserved(ExpressionRules.Reserved other) {
        return new FieldReader(object, path, statePath, faults, other);
    }

    boolean has(String field) {
        return object.has(field);
    }

    JsonNode node(String field) {
        return object.path(field);
    }

    String at(String field) {
        return path + "/" + field;
    }

    String path() {
        return path;
    }

    Faults faults() {
        return faults;
    }

    Optional<String> optionalText(String field) {
        JsonNode node = object.get(field);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            faults.schema("Expected value of type [STRING]", at(field));
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    String requiredText(String field) {
        require(field);
        return optionalText(field).orElse("");
    }

    /** One fault, at the object, that names all of the fields that are missing. */
    void require(String... fields) {
        List<String> missing = Arrays.stream(fields).filter(field -> !object.has(field)).toList();
        if (!missing.isEmpty()) {
            faults.schema("These fields are required: " + missing, path.isEmpty() ? "/" : path);
        }
    }

    /** A field that may be any JSON value with expressions inside. */
    Optional<Template> template(String field) {
        JsonNode node = object.get(field);
        return node == null ? Optional.empty() : Optional.of(template(node, at(field)));
    }

    /** {@code Assign}: an object of variable names to templates. */
    Map<String, Template> assign() {
        JsonNode node = object.get("Assign");
        if (node == null) {
            return Map.of();
        }
        if (!node.isObject()) {
            faults.schema("Expected value of type [OBJECT]", at("Assign"));
            return Map.of();
        }
        Map<String, Template> assignments = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String name = entry.getKey();
            VariableNames.check(name, at("Assign") + "/" + name, faults);
            assignments.put(name, template(entry.getValue(), at("Assign") + "/" + name));
        });
        return assignments;
    }

    /** A number of seconds, or an expression for one. */
    Optional<Template> seconds(String field, long least) {
        return number(field, least, MAX_SECONDS);
    }

    Optional<Template> number(String field, long least, long most) {
        JsonNode node = object.get(field);
        if (node == null) {
            return Optional.empty();
        }
        if (node.isTextual() && Expression.isExpression(node.textValue())) {
            return Optional.of(template(node, at(field)));
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            faults.schema(node.isTextual() ? "Value is not a valid JSONata expression" : "Expected value of type [INTEGER]", at(field));
            return Optional.empty();
        }
        if (node.longValue() < least || node.longValue() > most) {
            faults.schema("Value should be between " + least + " and " + most, at(field));
        }
        return Optional.of(new Template.Constant(Values.fromNode(node)));
    }

    Template template(JsonNode node, String location) {
        return switch (node.getNodeType()) {
            case STRING -> text(node.textValue(), location);
            case OBJECT -> members(node, location);
            case ARRAY -> elements(node, location);
            default -> new Template.Constant(Values.fromNode(node));
        };
    }

    private Template members(JsonNode node, String location) {
        Map<String, Template> members = new LinkedHashMap<>();
        node.properties().forEach(entry -> members.put(entry.getKey(), template(entry.getValue(), location + "/" + entry.getKey())));
        return members.values().stream().allMatch(Template.Constant.class::isInstance)
                ? new Template.Constant(Values.fromNode(node))
                : new Template.Members(members);
    }

    private Template elements(JsonNode node, String location) {
        List<Template> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(template(node.get(i), location + "[" + i + "]"));
        }
        return elements.stream().allMatch(Template.Constant.class::isInstance)
                ? new Template.Constant(Values.fromNode(node))
                : new Template.Elements(elements);
    }

    private Template text(String text, String location) {
        if (!Expression.isExpression(text)) {
            return new Template.Constant(text);
        }
        try {
            Expression expression = Expression.parse(text, location.substring(statePath.length() + 1));
            ExpressionRules.check(expression.source(), reserved, location, faults);
            return new Template.Evaluated(expression);
        } catch (JException notJsonata) {
            faults.add("INVALID_JSONATA_EXPRESSION", notJsonata.getMessage(), location);
        } catch (RuntimeException notJsonata) {
            faults.add("INVALID_JSONATA_EXPRESSION", String.valueOf(notJsonata.getMessage()), location);
        }
        return new Template.Constant(Values.NULL);
    }
}
