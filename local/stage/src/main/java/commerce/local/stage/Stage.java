package commerce.local.stage;

import commerce.local.asl.StepFunctions;
import java.net.URI;
import java.time.Duration;

/** A running stage: what the template describes, alive. Ends with {@link #close}. */
public interface Stage extends AutoCloseable {

    StageModel model();

    Scheduler scheduler();

    VirtualClock clock();

    FunctionHost functions();

    FaultInjector faults();

    StageMetrics metrics();

    /** Every workflow, its executions and histories. */
    StepFunctions stepFunctions();

    /**
     * The text of a Secrets Manager secret.
     *
     * @throws IllegalArgumentException if the template has no secret of that name or ARN
     */
    String secret(String nameOrArn);

    /** The port of the front door on 127.0.0.1. */
    int port();

    /** Where AWS's own clients reach what the stage serves. */
    URI awsEndpoint();

    /** Moves virtual time forward; see {@link Scheduler#advance}. */
    void advance(Duration by) throws InterruptedException;

    /** Brings messages that a function did not take again now, not when their visibility time-out ends on the wall clock; how many. */
    int redeliverNow();

    /**
     * Empties everything: tables, queues, buckets, executions, armed faults, counters and the clock's offset. Secrets stay. Waits until what is
     * running has ended.
     */
    void reset() throws InterruptedException;

    /** Stops everything this stage started, processes too. */
    @Override
    void close();
}
