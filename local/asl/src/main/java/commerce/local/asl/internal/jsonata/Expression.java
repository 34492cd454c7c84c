package commerce.local.asl.internal.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Optional;

/**
 * One JSONata expression of a definition, parsed once and evaluated many times, on any thread.
 *
 * <p>The library keeps state per instance and per thread; every evaluation therefore gets a fresh frame with all it can see, and nothing is
 * ever bound on the parsed instance after construction.
 */
public final class Expression {

    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";

    private final String source;
    private final String location;
    private final Jsonata compiled;

    private Expression(String source, String location, Jsonata compiled) {
        this.source = source;
        this.location = location;
        this.compiled = compiled;
    }

    /** Whether a text of a definition is an expression: delimited by <code>{%</code> and <code>%}</code>. */
    public static boolean isExpression(String text) {
        return text.length() >= OPEN.length() + CLOSE.length() && text.startsWith(OPEN) && text.endsWith(CLOSE);
    }

    /**
     * Parses a delimited text.
     *
     * @param text the text with its delimiters
     * @param location the field it stands in, relative to its state
     * @throws JException if it is not JSONata
     */
    public static Expression parse(String text, String location) {
        String source = text.substring(OPEN.length(), text.length() - CLOSE.length()).strip();
        Jsonata compiled = Jsonata.jsonata(source);
        if (compiled.getErrors() != null && !compiled.getErrors().isEmpty() && compiled.getErrors().getFirst() instanceof JException first) {
            throw first;
        }
        compiled.setValidateInput(false);
        compiled.setOutputConvertNulls(false);
        AwsFunctions.register(compiled);
        return new Expression(source, location, compiled);
    }

    /** The text between the delimiters. */
    public String source() {
        return source;
    }

    public String location() {
        return location;
    }

    /** Evaluates to a JSON value; undefined and functions are failures. */
    public Object evaluate(Scope scope) throws EvaluationFailure {
        Jsonata.Frame frame = compiled.createFrame();
        scope.variables().forEach(frame::bind);
        frame.bind("states", (Object) scope.states());
        AwsFunctions.bindAmbient(frame, scope.ambient());
        Limits.bind(frame);
        Object raw;
        try {
            raw = compiled.evaluate(null, frame);
        } catch (JException failure) {
            throw threwAnError(JsonataMessages.of(failure));
        } catch (StackOverflowError tooDeep) {
            throw threwAnError(": Stack overflow error: Check for non-terminating recursive function.");
        } catch (RuntimeException failure) {
            throw rethrown(failure);
        }
        if (raw == null) {
            throw new EvaluationFailure(location, sentence() + " returned nothing (undefined).");
        }
        Optional<Object> value = Results.normalise(raw);
        return value.orElseThrow(() -> new EvaluationFailure(location, sentence() + " returned an unsupported result type."));
    }

    /** The library wraps what a function threw; the JSONata error inside is what AWS reports. */
    private EvaluationFailure rethrown(RuntimeException failure) {
        Throwable inner = failure;
        while (inner.getCause() != null && !(inner instanceof JException)) {
            inner = inner.getCause();
        }
        return inner instanceof JException jsonata
                ? threwAnError(JsonataMessages.of(jsonata))
                : threwAnError(": " + Optional.ofNullable(inner.getMessage()).orElse(inner.getClass().getSimpleName()));
    }

    private EvaluationFailure threwAnError(String detail) {
        return new EvaluationFailure(location, sentence() + " threw an error during evaluation" + detail);
    }

    private String sentence() {
        return "The JSONata expression '" + source + "' specified for the field '" + location + "'";
    }
}
