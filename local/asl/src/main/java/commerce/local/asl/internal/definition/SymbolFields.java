package commerce.local.asl.internal.definition;

import com.dashjoin.jsonata.Parser;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the syntax tree of the JSONata library, which it does not publish: by reflection, in this one place, at definition time only. */
final class SymbolFields {

    static final List<String> CHILDREN = List.of("procedure", "body", "lhs", "rhs", "condition", "then", "_else", "expression");
    static final List<String> TRANSFORM = List.of("pattern", "update", "delete");
    static final List<String> CHILD_LISTS = List.of("arguments", "expressions", "rhsTerms", "terms");

    private static final Map<String, Field> FIELDS = new HashMap<>();

    static {
        for (Field field : Parser.Symbol.class.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                field.setAccessible(true);
                FIELDS.put(field.getName(), field);
            }
        }
    }

    private SymbolFields() {}

    static String type(Parser.Symbol symbol) {
        return (String) get(symbol, "type");
    }

    static Object value(Parser.Symbol symbol) {
        return get(symbol, "value");
    }

    static List<?> list(Object node, String name) {
        return get(node, name) instanceof List<?> list ? list : List.of();
    }

    static Object get(Object node, String name) {
        if (!(node instanceof Parser.Symbol symbol)) {
            return null;
        }
        try {
            return FIELDS.get(name).get(symbol);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The JSONata library changed its syntax tree: " + name, e);
        }
    }
}
