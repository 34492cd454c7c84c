package commerce.local.asl.internal.definition;

import com.dashjoin.jsonata.Parser;
import java.util.List;
import java.util.Optional;

/**
 * What AWS refuses in an expression although it is JSONata: names read from a context that does not exist ({@code phone} instead of
 * {@code $states.input.phone}), {@code $$}, and parts of {@code $states} where they are not available.
 */
final class ExpressionRules {

    private static final String CODE = "UNSUPPORTED_JSONATA_EXPRESSION";

    /** Which of the parts of {@code $states} that are not always there a field may use. */
    record Reserved(boolean result, boolean errorOutput) {
        static final Reserved NEITHER = new Reserved(false, false);
        static final Reserved RESULT = new Reserved(true, false);
        static final Reserved ERROR_OUTPUT = new Reserved(false, true);
    }

    private ExpressionRules() {}

    static void check(String source, Reserved reserved, String location, Faults faults) {
        new Walk(reserved, location, faults).visit(new Parser().parse(source), true);
    }

    /** One walk over one parsed expression. */
    private record Walk(Reserved reserved, String location, Faults faults) {

        /** @param top whether a name here would be read from the top-level context */
        void visit(Object node, boolean top) {
            if (!(node instanceof Parser.Symbol symbol)) {
                return;
            }
            String type = SymbolFields.type(symbol);
            if (type == null) {
                return;
            }
            switch (type) {
                case "path" -> path(SymbolFields.list(symbol, "steps"), top);
                case "name" -> {
                    if (top) {
                        faults.add(CODE, "Reference to '" + SymbolFields.value(symbol) + "' at the top level is not supported.", location);
                    }
                }
                case "variable" -> {
                    if ("$".equals(SymbolFields.value(symbol))) {
                        faults.add(CODE, "Reference to '$$' is not supported.", location);
                    } else if (top && "".equals(SymbolFields.value(symbol))) {
                        faults.add(CODE, "Reference to '$' at the top level is not supported.", location);
                    }
                }
                default -> children(symbol, top);
            }
            // Predicates, stages and groupings are evaluated against what the step found, not against the top-level context.
            SymbolFields.list(symbol, "predicate").forEach(stage -> visit(SymbolFields.get(stage, "expr"), false));
            SymbolFields.list(symbol, "stages").forEach(stage -> visit(SymbolFields.get(stage, "expr"), false));
            pairs(SymbolFields.get(symbol, "group"), false);
        }

        private void path(List<?> steps, boolean top) {
            for (int i = 0; i < steps.size(); i++) {
                visit(steps.get(i), top && i == 0);
            }
            statesMember(steps).ifPresent(member -> {
                if (member.equals("errorOutput") && !reserved.errorOutput() || member.equals("result") && !reserved.result()) {
                    faults.add(CODE, "Reference to '$states." + member + "' is not supported.", location);
                }
            });
        }

        /** The member of {@code $states} a path reads. */
        private Optional<String> statesMember(List<?> steps) {
            if (steps.size() < 2 || !isSymbol(steps.get(0), "variable", "states")) {
                return Optional.empty();
            }
            return steps.get(1) instanceof Parser.Symbol second && "name".equals(SymbolFields.type(second))
                    ? Optional.of(String.valueOf(SymbolFields.value(second)))
                    : Optional.empty();
        }

        private boolean isSymbol(Object node, String type, String value) {
            return node instanceof Parser.Symbol symbol && type.equals(SymbolFields.type(symbol)) && value.equals(SymbolFields.value(symbol));
        }

        private void children(Parser.Symbol symbol, boolean top) {
            for (String field : SymbolFields.CHILDREN) {
                visit(SymbolFields.get(symbol, field), top);
            }
            // The parts of a transform are evaluated against what it is applied to.
            for (String field : SymbolFields.TRANSFORM) {
                visit(SymbolFields.get(symbol, field), false);
            }
            for (String field : SymbolFields.CHILD_LISTS) {
                SymbolFields.list(symbol, field).forEach(child -> visit(child, top));
            }
            pairs(symbol, top);
        }

        private void pairs(Object node, boolean top) {
            SymbolFields.list(node, "lhsObject").forEach(pair -> {
                for (Object part : (Object[]) pair) {
                    visit(part, top);
                }
            });
        }
    }
}
