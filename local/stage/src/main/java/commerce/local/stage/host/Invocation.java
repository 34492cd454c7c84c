package commerce.local.stage.host;

import commerce.local.stage.StageModel;
import commerce.local.stage.aws.AwsPort;
import commerce.local.stage.aws.Killed;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One running invocation and the stage around it. */
public final class Invocation {

    /** The invocation this thread works for. */
    public static final ScopedValue<Invocation> CURRENT = ScopedValue.newInstance();

    private final String requestId;
    private final StageModel.Function function;
    private final AwsPort aws;
    private final Clock clock;
    private final FunctionLog log;
    private final CapacityMeter capacity;
    private final long deadlineNanos;
    private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
    private volatile boolean over;

    Invocation(String requestId, StageModel.Function function, AwsPort aws, Clock clock, FunctionLog log, CapacityMeter capacity) {
        this.requestId = requestId;
        this.function = function;
        this.aws = aws;
        this.clock = clock;
        this.log = log;
        this.capacity = capacity;
        this.deadlineNanos = System.nanoTime() + function.timeout().toNanos();
    }

    public String requestId() {
        return requestId;
    }

    public StageModel.Function function() {
        return function;
    }

    public Clock clock() {
        return clock;
    }

    public FunctionLog log() {
        return log;
    }

    CapacityMeter capacity() {
        return capacity;
    }

    /** Where its SDK calls go. @throws IllegalStateException once it is over: the sandbox is gone, whatever still runs in it has no effect */
    AwsPort aws() {
        if (over) {
            throw new IllegalStateException("the invocation " + requestId + " of " + function.operation() + " is over: it was killed, or its time-out struck");
        }
        return aws;
    }

    int remainingMillis() {
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
    }

    /** What it answers, or what it died of. */
    CompletableFuture<byte[]> answer() {
        return answer;
    }

    /** It is gone, in the middle of what it was doing. */
    void kill(Killed death) {
        end();
        answer.completeExceptionally(death);
    }

    void end() {
        over = true;
    }
}
