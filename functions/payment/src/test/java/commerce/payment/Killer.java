package commerce.payment;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Kills whoever makes the n-th DynamoDB call from now, before or after the call has taken effect. The dead make no further call until revived. */
final class Killer implements ExecutionInterceptor {

    private static final int NEVER = Integer.MAX_VALUE / 2;

    private final AtomicInteger left = new AtomicInteger(NEVER);
    private volatile boolean after;
    private volatile boolean dead;

    void killAt(int call, boolean afterIt) {
        after = afterIt;
        left.set(call);
    }

    boolean isDead() {
        return dead;
    }

    /** @return whether it had come to that call */
    boolean revive() {
        dead = false;
        return left.getAndSet(NEVER) <= 0;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (dead || left.decrementAndGet() == 0 && !after) {
            dead = true;
            Crash.now();
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (after && left.get() == 0) {
            dead = true;
            Crash.now();
        }
    }
}
