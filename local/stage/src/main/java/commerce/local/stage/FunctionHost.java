package commerce.local.stage;

import java.util.Set;

/**
 * The only way to a function. Finds it by its operation name, binds the template's environment for the invocation, enforces the
 * template's time-out on the wall clock, and reports errors the way Lambda does.
 */
public interface FunctionHost {

    /**
     * Invokes a function and waits for its answer on the calling thread (make it a virtual one). Passes through the
     * {@link Scheduler} and the {@link FaultInjector}.
     *
     * @param operation the operation name, e.g. {@code place-order}
     * @param payload the event, JSON in UTF-8
     * @throws IllegalArgumentException if the template has no such function
     */
    InvocationResult invoke(String operation, byte[] payload);

    /** The operations that can be invoked. */
    Set<String> operations();
}
