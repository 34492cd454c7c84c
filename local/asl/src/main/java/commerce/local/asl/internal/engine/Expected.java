package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.json.Values;
import commerce.local.asl.internal.jsonata.EvaluationFailure;
import commerce.local.asl.internal.jsonata.Scope;
import commerce.local.asl.internal.jsonata.Template;
import java.util.List;
import java.util.Map;

/** Evaluates fields that must have a certain type; another type is a failure that names both. */
final class Expected {

    private Expected() {}

    static String text(Template template, Scope scope, String field) throws EvaluationFailure {
        Object value = template.evaluate(scope);
        if (value instanceof String text) {
            return text;
        }
        throw unexpected(template, field, "string", value);
    }

    static boolean truth(Template template, Scope scope, String field) throws EvaluationFailure {
        Object value = template.evaluate(scope);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw unexpected(template, field, "boolean", value);
    }

    /** A whole number within bounds. */
    static long number(Template template, Scope scope, String field, long least, long most) throws EvaluationFailure {
        Object value = template.evaluate(scope);
        if (!(value instanceof Integer || value instanceof Long)) {
            throw unexpected(template, field, "integer", value);
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw new EvaluationFailure(field, sentence(template, field) + " returned a value that is out of range. Expected " + least + " to " + most
                    + ", but was " + number);
        }
        return number;
    }

    static EvaluationFailure unexpected(Template template, String field, String expected, Object value) {
        return new EvaluationFailure(field, sentence(template, field) + " returned an unexpected result type. Expected '" + expected + "', but was '"
                + type(value) + "' for value: " + Values.write(value));
    }

    private static String sentence(Template template, String field) {
        return template instanceof Template.Evaluated(var expression)
                ? "The JSONata expression '" + expression.source() + "' specified for the field '" + field + "'"
                : "The value specified for the field '" + field + "'";
    }

    private static String type(Object value) {
        return switch (value) {
            case String text -> "string";
            case Boolean truth -> "boolean";
            case Number number -> "number";
            case List<?> list -> "array";
            case Map<?, ?> map -> "object";
            default -> "null";
        };
    }
}
