package commerce.kernel.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Forces an interleaving instead of hoping for one: {@code runBefore("TransactWriteItems", () -> otherBuyer())} runs the other buyer
 * once, just before the next such call of whoever comes first; {@code runAfter} when the call has been answered. What runs may itself make
 * calls; they are not interleaved again. An exception thrown there reaches the caller, which plays a crash at that point.
 */
public final class Interleaving implements ExecutionInterceptor {

    private record Hook(boolean before, String operation, Runnable action) {}

    private final List<Hook> hooks = new CopyOnWriteArrayList<>();

    public void runBefore(String operation, Runnable action) {
        hooks.add(new Hook(true, operation, action));
    }

    public void runAfter(String operation, Runnable action) {
        hooks.add(new Hook(false, operation, action));
    }

    /** Whether every hook has run: a test that forces an interleaving should assert that it happened. */
    public boolean allRan() {
        return hooks.isEmpty();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        run(true, attributes);
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        run(false, attributes);
    }

    private void run(boolean before, ExecutionAttributes attributes) {
        var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        for (var hook : hooks) {
            if (hook.before() == before && hook.operation().equals(operation) && hooks.remove(hook)) {
                hook.action().run();
            }
        }
    }
}
