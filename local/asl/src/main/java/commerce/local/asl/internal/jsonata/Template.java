package commerce.local.asl.internal.jsonata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value of a definition in which any text may be an expression: {@code Output}, {@code Arguments}, {@code Assign} and the like. */
public sealed interface Template {

    /** The JSON value, with every expression replaced by what it evaluates to. The first failure, in document order, is thrown. */
    Object evaluate(Scope scope) throws EvaluationFailure;

    /** A part without expressions. */
    record Constant(Object value) implements Template {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    /** An expression. */
    record Evaluated(Expression expression) implements Template {
        @Override
        public Object evaluate(Scope scope) throws EvaluationFailure {
            return expression.evaluate(scope);
        }
    }

    /** An object with at least one expression inside. */
    record Members(Map<String, Template> members) implements Template {
        @Override
        public Map<String, Object> evaluate(Scope scope) throws EvaluationFailure {
            Map<String, Object> result = LinkedHashMap.newLinkedHashMap(members.size());
            for (Map.Entry<String, Template> member : members.entrySet()) {
                result.put(member.getKey(), member.getValue().evaluate(scope));
            }
            return result;
        }
    }

    /** An array with at least one expression inside. */
    record Elements(List<Template> elements) implements Template {
        @Override
        public List<Object> evaluate(Scope scope) throws EvaluationFailure {
            List<Object> result = new ArrayList<>(elements.size());
            for (Template element : elements) {
                result.add(element.evaluate(scope));
            }
            return result;
        }
    }
}
