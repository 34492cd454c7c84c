package commerce.settlement.domain.commission;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Formulas of operators in the Common Expression Language, cut down to whole numbers, texts and booleans: no floating point, no loops, no
 * functions but {@code rate} and {@code bp}. So what a formula may cost is bounded by its length, and nothing has to watch the clock.
 *
 * <p>{@code rate(amount, bp(500))} is 5 percent of the amount, rounded half-up to the minor unit. Variables: see {@link Facts}.
 *
 * <p>What was compiled is kept by its text: a changed rule is another text, and never meets what was compiled before it.
 */
public final class Expressions {

    public static final int MAX_LENGTH = 1_000;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 200;
    private static final int MOST_REMEMBERED = 1_000;
    private static final BigInteger WHOLE = BigInteger.valueOf(10_000);
    private static final CelType BASIS_POINTS = OpaqueType.create("basis_points");
    private static final Map<String, CelType> VARIABLES = Map.of(
            "amount", SimpleType.INT, "quantity", SimpleType.INT, "goods", SimpleType.INT, "currency", SimpleType.STRING,
            "sku", SimpleType.STRING, "merchantId", SimpleType.STRING, "category", SimpleType.STRING,
            "memberLevel", SimpleType.INT, "isVIP", SimpleType.BOOL, "channelId", SimpleType.STRING);
    private static final Set<StandardFunction> OPERATORS = Set.of(
            StandardFunction.CONDITIONAL, StandardFunction.LOGICAL_AND, StandardFunction.LOGICAL_OR, StandardFunction.LOGICAL_NOT,
            StandardFunction.EQUALS, StandardFunction.NOT_EQUALS, StandardFunction.LESS, StandardFunction.LESS_EQUALS, StandardFunction.GREATER, StandardFunction.GREATER_EQUALS,
            StandardFunction.ADD, StandardFunction.SUBTRACT, StandardFunction.MULTIPLY, StandardFunction.DIVIDE, StandardFunction.MODULO, StandardFunction.NEGATE,
            StandardFunction.IN, StandardFunction.STARTS_WITH);
    private static final Set<CelExpr.ExprKind.Kind> SHAPES =
            EnumSet.of(CelExpr.ExprKind.Kind.CONSTANT, CelExpr.ExprKind.Kind.IDENT, CelExpr.ExprKind.Kind.CALL, CelExpr.ExprKind.Kind.LIST);
    private static final Set<CelConstant.Kind> LITERALS = EnumSet.of(CelConstant.Kind.INT64_VALUE, CelConstant.Kind.STRING_VALUE, CelConstant.Kind.BOOLEAN_VALUE);

    private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

    private Expressions() {}

    /** A formula could not say what is to be taken; the message says why. */
    public static final class Failure extends RuntimeException {

        Failure(String message) {
            // It is an answer and no fault of ours: no stack.
            super(message, null, false, false);
        }
    }

    /** Loaded with the first formula: functions that meet none do without the library. */
    private static final class Language {

        private static final CelOptions LIMITS = CelOptions.current()
                .maxExpressionCodePointSize(MAX_LENGTH).maxParseRecursionDepth(MAX_DEPTH).maxParseExpressionNodeCount(MAX_NODES)
                .enableComprehension(false).enableHeterogeneousNumericComparisons(false).build();

        static final CelCompiler COMPILER = compiler();
        static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(LIMITS)
                .addFunctionBindings(
                        CelFunctionBinding.from("bp_int", Long.class, BasisPoints::new),
                        CelFunctionBinding.from("rate_int_basis_points", Long.class, BasisPoints.class, (amount, points) -> points.of(amount)))
                .build();

        private static CelCompiler compiler() {
            var builder = CelCompilerFactory.standardCelCompilerBuilder().setOptions(LIMITS)
                    .setStandardEnvironmentEnabled(false)
                    .setStandardDeclarations(CelStandardDeclarations.newBuilder().includeFunctions(OPERATORS).build())
                    .addFunctionDeclarations(
                            CelFunctionDecl.newFunctionDeclaration("bp", CelOverloadDecl.newGlobalOverload("bp_int", BASIS_POINTS, SimpleType.INT)),
                            CelFunctionDecl.newFunctionDeclaration("rate", CelOverloadDecl.newGlobalOverload("rate_int_basis_points", SimpleType.INT, SimpleType.INT, BASIS_POINTS)))
                    .setResultType(SimpleType.INT);
            VARIABLES.forEach(builder::addVar);
            return builder.build();
        }
    }

    /** A type of its own, so that {@code rate(amount, 5)} is refused when it is written and not wrong when it is used. */
    private record BasisPoints(long points) {

        BasisPoints {
            if (points < 0 || points > WHOLE.longValue()) {
                throw new IllegalArgumentException("bp takes 0 to " + WHOLE + ", not " + points);
            }
        }

        long of(long amount) {
            var doubled = BigInteger.valueOf(amount).abs().multiply(BigInteger.valueOf(points)).shiftLeft(1).add(WHOLE).divide(WHOLE.shiftLeft(1));
            return (amount < 0 ? doubled.negate() : doubled).longValueExact();
        }
    }

    /**
     * What is wrong with a formula and where: {@code line:column what}; empty if it is a good one. One that can be read but fails for every
     * one of some ordinary lines is no good one.
     */
    static Optional<String> fault(String text) {
        try {
            compile(text);
        } catch (Failure failure) {
            return Optional.of(failure.getMessage());
        }
        var failures = Facts.samples().map(sample -> failure(text, sample)).toList();
        return failures.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : failures.getFirst().map(why -> "fails whatever it is asked: " + why);
    }

    private static Optional<String> failure(String text, Facts facts) {
        try {
            evaluate(text, facts);
            return Optional.empty();
        } catch (Failure failure) {
            return Optional.of(failure.getMessage());
        }
    }

    /**
     * @return from zero to the amount, in minor units
     * @throws Failure if it cannot be computed, or is out of that range
     */
    static long evaluate(String text, Facts facts) {
        var program = PROGRAMS.get(text);
        if (program == null) {
            program = compile(text);
            if (PROGRAMS.size() >= MOST_REMEMBERED) {
                PROGRAMS.clear();
            }
            PROGRAMS.put(text, program);
        }
        var result = evaluate(program, facts);
        if (result < 0 || result > facts.amount().minor()) {
            throw new Failure("it gives " + result + ", which is not from 0 to the amount, " + facts.amount().minor());
        }
        return result;
    }

    /** Whatever goes wrong in there is the formula's failure, and nobody else's. */
    private static long evaluate(CelRuntime.Program program, Facts facts) {
        try {
            return (Long) program.eval(facts.variables());
        } catch (CelEvaluationException | RuntimeException e) {
            throw new Failure(reason(e));
        }
    }

    private static String reason(Exception e) {
        return e.getCause() instanceof IllegalArgumentException own && own.getMessage() != null ? own.getMessage() : String.valueOf(e.getMessage());
    }

    private static CelRuntime.Program compile(String text) {
        try {
            var checked = Language.COMPILER.compile(text);
            if (checked.hasError()) {
                throw new Failure(firstOf(checked));
            }
            var ast = checked.getAst();
            refuseWhatIsNoMoney(ast);
            return Language.RUNTIME.createProgram(ast);
        } catch (Failure known) {
            throw known;
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            throw new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static String firstOf(CelValidationResult checked) {
        return checked.getErrors().stream().min(Comparator.comparing(CelIssue::getSourceLocation)).map(issue -> at(issue.getSourceLocation()) + issue.getMessage()).orElseThrow();
    }

    /** Empty for what is wrong as a whole, like its length. Columns are counted from one, as editors do. */
    private static String at(CelSourceLocation location) {
        return location.getLine() < 1 ? "" : location.getLine() + ":" + (location.getColumn() + 1) + " ";
    }

    /** The language can compare floating point, bytes and maps; money needs none of them. */
    private static void refuseWhatIsNoMoney(CelAbstractSyntaxTree ast) {
        var nodes = CelNavigableAst.fromAst(ast).getRoot().allNodes().map(node -> node.expr()).toList();
        for (var node : nodes) {
            if (!SHAPES.contains(node.getKind())) {
                throw new Failure(at(ast, node) + "only numbers, texts, true, false, lists of them and operators can be used");
            }
            if (node.getKind() == CelExpr.ExprKind.Kind.CONSTANT && !LITERALS.contains(node.constant().getKind())) {
                throw new Failure(at(ast, node) + "only whole numbers, texts, true and false can be written: a percentage is bp(500), not 0.05");
            }
        }
    }

    private static String at(CelAbstractSyntaxTree ast, CelExpr node) {
        return Optional.ofNullable(ast.getSource().getPositionsMap().get(node.id())).flatMap(ast.getSource()::getOffsetLocation).map(Expressions::at).orElse("");
    }

    /** What a formula can ask for, for whoever writes one. */
    public static List<String> variables() {
        return VARIABLES.keySet().stream().sorted().toList();
    }
}
