package commerce.local.asl.internal.engine;

import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.ExecutionStatusChange;
import commerce.local.asl.HistoryEvent;
import commerce.local.asl.RedriveStatus;
import commerce.local.asl.internal.definition.ErrorNames;
import commerce.local.asl.internal.definition.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One execution: its lock, its history and its way through the states.
 *
 * <p>Every event enters through {@link #run} or {@link #call}, which hold the lock until all steps the event made ready are done. Steps are
 * queued rather than called from one another, so that long chains of states need no stack and branches take turns.
 */
public final class Execution {

    private static final Duration REDRIVABLE_PERIOD = Duration.ofDays(14);
    private static final int REDRIVABLE_EVENTS = 24_999;
    private static final String HISTORY_FULL = "The execution reached the maximum number of history events (" + History.LIMIT + ").";

    /** Thrown to leave whatever step is running when the history is full; the execution then fails. */
    private static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super(HISTORY_FULL, null, false, false);
        }
    }

    private final Host host;
    private final ExecutionId id;
    private final Machine machine;
    private final ExecutionInput input;
    private final long sequence;
    private final Instant startDate;
    private final Consumer<ExecutionStatusChange> listeners;
    private final SerialExecutor telling;

    private final History history = new History();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private Flow root;
    private boolean announced;
    private boolean draining;
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private Optional<Instant> stopDate = Optional.empty();
    private Optional<String> output = Optional.empty();
    private Optional<String> error = Optional.empty();
    private Optional<String> cause = Optional.empty();
    private int redriveCount;
    private Optional<Instant> redriveDate = Optional.empty();
    private long transitions;
    private Optional<Alarm> timeout = Optional.empty();

    /**
     * @param sequence its number among all executions of the service
     * @param listeners is told each status change, in order, on the executor
     */
    Execution(Host host, ExecutionId id, Machine machine, ExecutionInput input, long sequence, Consumer<ExecutionStatusChange> listeners) {
        this.host = host;
        this.id = id;
        this.machine = machine;
        this.input = input;
        this.sequence = sequence;
        this.startDate = host.timers().now();
        this.listeners = listeners;
        this.telling = new SerialExecutor(host.executor());
        this.root = Flow.root(this, machine.root());
    }

    /** Tells RUNNING at once; the first state is entered on the executor. */
    synchronized void start() {
        announce();
        begin(() -> root.start(input.payload(), 0));
    }

    /** The execution can be found, and stopped, before it was started; then this comes first. */
    private void announce() {
        if (!announced) {
            announced = true;
            record(0, "ExecutionStarted", "executionStartedEventDetails",
                    Map.of("input", input.text(), "inputDetails", Map.of("truncated", false), "roleArn", id.roleArn()));
            limitTime();
            tell();
        }
    }

    /** Leaves the first step to the executor; by then the execution may have been stopped, and even redriven, which this step must not notice. */
    private void begin(Runnable step) {
        int redrives = redriveCount;
        host.executor().execute(() -> run(() -> {
            if (redriveCount == redrives) {
                step.run();
            }
        }));
    }

    /** Runs work and everything it makes ready, under the lock. Nothing runs once the execution is closed, unless the work is a redrive. */
    void run(Runnable work) {
        call(() -> {
            later(work);
            return null;
        });
    }

    /** Like {@link #run}, with an answer that does not wait for the steps. */
    public synchronized <T> T call(Supplier<T> work) {
        T answer = work.get();
        drain();
        return answer;
    }

    /** Makes a step ready. Only under the lock. */
    void later(Runnable step) {
        ready.add(step);
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (!ready.isEmpty()) {
                Runnable step = ready.poll();
                if (status == ExecutionStatus.RUNNING) {
                    step.run();
                }
            }
        } catch (HistoryFull full) {
            fail(StateError.of(ErrorNames.RUNTIME, HISTORY_FULL), history.size());
        } catch (RuntimeException bug) {
            fail(StateError.of(ErrorNames.RUNTIME, "The interpreter failed: " + bug), history.size());
            throw bug;
        } finally {
            ready.clear();
            draining = false;
        }
    }

    // What states use ------------------------------------------------------------------------------------------------------------------

    Host host() {
        return host;
    }

    Instant now() {
        return host.timers().now();
    }

    ExecutionId id() {
        return id;
    }

    /** @return the event's id */
    long record(long previousEventId, String type, String detailsName, Map<String, Object> details) {
        if (history.isFull()) {
            throw new HistoryFull();
        }
        return history.add(previousEventId, now(), type, detailsName, details);
    }

    /** What it was started with. */
    Payload input() {
        return input.payload();
    }

    long sequence() {
        return sequence;
    }

    void countTransition() {
        transitions++;
        host.transitions().increment();
    }

    /** {@code $states.context.Execution} and {@code .StateMachine}. */
    Map<String, Object> context() {
        Map<String, Object> execution = new LinkedHashMap<>();
        execution.put("Id", id.arn());
        execution.put("Input", input.payload().value());
        execution.put("Name", id.name());
        execution.put("RoleArn", id.roleArn());
        execution.put("StartTime", IsoTime.text(startDate));
        execution.put("RedriveCount", redriveCount);
        redriveDate.ifPresent(date -> execution.put("RedriveTime", IsoTime.text(date)));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("Execution", execution);
        context.put("StateMachine", Map.of("Id", id.stateMachineArn(), "Name", id.stateMachineName()));
        return context;
    }

    void succeed(Payload result, long previousEventId) {
        record(previousEventId, "ExecutionSucceeded", "executionSucceededEventDetails",
                Map.of("output", result.text(), "outputDetails", Map.of("truncated", false)));
        output = Optional.of(result.text());
        // Nothing of it can run again: let its states and variables go.
        root = Flow.root(this, machine.root());
        close(ExecutionStatus.SUCCEEDED);
    }

    void fail(StateError failure, long previousEventId) {
        history.add(previousEventId, now(), "ExecutionFailed", "executionFailedEventDetails", failure.details());
        error = failure.error();
        cause = failure.cause();
        root.silence();
        close(ExecutionStatus.FAILED);
    }

    // What the API uses ----------------------------------------------------------------------------------------------------------------

    /** Stops a running execution; does nothing to a closed one. */
    public synchronized void stop(Optional<String> stopError, Optional<String> stopCause) {
        if (status != ExecutionStatus.RUNNING) {
            return;
        }
        announce();
        StateError reason = new StateError(stopError, stopCause, false);
        history.add(0, now(), "ExecutionAborted", "executionAbortedEventDetails", reason.details());
        error = stopError;
        cause = stopCause;
        root.silence();
        close(ExecutionStatus.ABORTED);
    }

    /** Goes on from where it ended without success. */
    public synchronized RedriveOutcome redrive() {
        Optional<String> refusal = redriveRefusal();
        if (refusal.isPresent()) {
            return new RedriveOutcome.Refused(refusal.get());
        }
        redriveCount++;
        redriveDate = Optional.of(now());
        status = ExecutionStatus.RUNNING;
        stopDate = Optional.empty();
        error = Optional.empty();
        cause = Optional.empty();
        long redriven = record(history.size(), "ExecutionRedriven", "executionRedrivenEventDetails", Map.of("redriveCount", redriveCount));
        limitTime();
        tell();
        begin(() -> root.redrive(redriven));
        return new RedriveOutcome.Redriven(redriveDate.get());
    }

    /** Ends it without a trace, because its service forgets it. */
    synchronized void vanish() {
        if (status == ExecutionStatus.RUNNING) {
            root.silence();
            status = ExecutionStatus.ABORTED;
            timeout.ifPresent(Alarm::cancel);
        }
    }

    public synchronized ExecutionDescription describe() {
        Optional<String> refusal = redriveRefusal();
        return new ExecutionDescription(id.arn(), id.stateMachineArn(), id.name(), status, startDate, stopDate, input.text(), output, error, cause,
                redriveCount, redriveDate, refusal.isEmpty() ? RedriveStatus.REDRIVABLE : RedriveStatus.NOT_REDRIVABLE, refusal, transitions);
    }

    public synchronized List<HistoryEvent> history() {
        return history.snapshot();
    }

    /** Whether an input is the one it was started with; white space and the order of members do not matter. */
    boolean hasInput(ExecutionInput other) {
        return input.payload().value().equals(other.payload().value());
    }

    private Optional<String> redriveRefusal() {
        if (status == ExecutionStatus.RUNNING || status == ExecutionStatus.SUCCEEDED) {
            return Optional.of("Execution is " + status + " and cannot be redriven");
        }
        if (history.size() >= REDRIVABLE_EVENTS) {
            return Optional.of("Execution has reached the maximum number of history events and cannot be redriven");
        }
        boolean expired = stopDate.filter(stopped -> stopped.plus(REDRIVABLE_PERIOD).isBefore(now())).isPresent();
        return expired ? Optional.of("Execution has exceeded the redrivable period of 14 days") : Optional.empty();
    }

    private void limitTime() {
        timeout = machine.timeoutSeconds()
                .map(seconds -> Alarm.set(this, now().plusSeconds(seconds), "execution-timeout", "", this::timedOut));
    }

    private void timedOut() {
        history.add(0, now(), "ExecutionTimedOut", "executionTimedOutEventDetails", Map.of("error", ErrorNames.TIMEOUT));
        root.silence();
        close(ExecutionStatus.TIMED_OUT);
    }

    private void close(ExecutionStatus closed) {
        status = closed;
        stopDate = Optional.of(now());
        timeout.ifPresent(Alarm::cancel);
        timeout = Optional.empty();
        tell();
    }

    private void tell() {
        ExecutionStatusChange change = new ExecutionStatusChange(describe(), now());
        telling.execute(() -> listeners.accept(change));
    }
}
