package commerce.kernel;

import java.util.Map;
import java.util.Optional;

/**
 * The configuration of the running function: the environment the template gave it.
 *
 * <p>In Lambda that is the process environment. A host that runs many functions in one JVM binds each function's own environment
 * around an invocation with {@link #during}; the binding reaches every call below it, and ends with it.
 */
public final class Settings {

    private static final ScopedValue<Map<String, String>> ENVIRONMENT = ScopedValue.newInstance();

    private Settings() {}

    /** The value, or empty if it is absent or blank. */
    public static Optional<String> find(String name) {
        return Optional.ofNullable(ENVIRONMENT.isBound() ? ENVIRONMENT.get().get(name) : System.getenv(name)).filter(value -> !value.isBlank());
    }

    /** @throws IllegalStateException naming the variable, if the template did not set it */
    public static String require(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the environment variable " + name + " is not set: the template must give it to this function"));
    }

    /** @throws IllegalStateException if it is missing or not a whole number */
    public static long requireLong(String name) {
        var value = require(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("the environment variable " + name + " is not a whole number: " + value, e);
        }
    }

    /** Runs an invocation with that environment instead of the process's. */
    public static <R, X extends Throwable> R during(Map<String, String> environment, ScopedValue.CallableOp<? extends R, X> invocation) throws X {
        return ScopedValue.where(ENVIRONMENT, Map.copyOf(environment)).call(invocation);
    }
}
