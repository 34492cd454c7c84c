package commerce.local.asl.internal.jsonata;

import com.dashjoin.jsonata.JException;
import commerce.local.asl.internal.json.Values;
import java.util.Map;

/** Words a JSONata error as AWS does: {@code ". T0410: Argument 1 of function "abs" does not match function signature"}. */
final class JsonataMessages {

    private static final Map<String, String> PLURALS = Map.of("n", "numbers", "s", "strings", "b", "booleans", "o", "objects", "f", "functions");

    private JsonataMessages() {}

    /** What follows "threw an error during evaluation". */
    static String of(JException failure) {
        String code = failure.getError();
        return switch (code == null ? "" : code) {
            case "U1001" -> ": " + failure.getCurrent();
            case "T0410" -> ". T0410: Argument " + text(failure.getCurrent()) + " of function " + text(failure.getExpected())
                    + " does not match function signature";
            case "T0411" -> ". T0411: Context value is not a compatible type with argument " + text(failure.getCurrent()) + " of function "
                    + text(failure.getExpected());
            case "T0412" -> ". T0412: Argument " + text(failure.getCurrent()) + " must be an array of \""
                    + PLURALS.getOrDefault(String.valueOf(failure.getExpected()), String.valueOf(failure.getExpected())) + "\"";
            default -> code != null && code.matches("[A-Z]\\d{4}") ? ". " + code + ": " + other(failure) : ": " + failure.getMessage();
        };
    }

    /** The library's port of JSONata's messages says "Object" wherever the original says "function", and quotes every insert. */
    private static String other(JException failure) {
        String message = failure.getMessage().replace(" Object ", " function ");
        message = unquoted(message, failure.getCurrent());
        return unquoted(message, failure.getExpected());
    }

    private static String unquoted(String message, Object insert) {
        return insert == null || insert instanceof String ? message : message.replace("\"" + insert + "\"", text(insert));
    }

    private static String text(Object insert) {
        return Results.normalise(insert).map(Values::write).orElseGet(() -> String.valueOf(insert));
    }
}
