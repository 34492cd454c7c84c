package commerce.local.asl;

import com.fasterxml.jackson.core.JsonProcessingException;
import commerce.local.asl.StepFunctionsError.Code;
import commerce.local.asl.internal.engine.Execution;
import commerce.local.asl.internal.engine.ExecutionId;
import commerce.local.asl.internal.engine.ExecutionInput;
import commerce.local.asl.internal.engine.Executions;
import commerce.local.asl.internal.engine.Host;
import commerce.local.asl.internal.engine.RedriveOutcome;
import commerce.local.asl.internal.engine.TaskAttempt;
import commerce.local.asl.internal.engine.TaskTokens;
import commerce.local.asl.internal.json.Values;
import commerce.local.asl.internal.jsonata.Uuids;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Step Functions in memory, Standard workflows only. Safe for concurrent use. Every call answers at once; what it sets in motion goes on
 * through the injected executor and timers.
 */
public final class StepFunctions {

    /** What StartExecution answers. */
    public record StartedExecution(String executionArn, Instant startDate) {}

    private static final int PAYLOAD_LIMIT_BYTES = 256 * 1024;
    private static final Pattern MACHINE_ARN = Pattern.compile("arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:\\s]{1,80}");

    private final Host host;
    private final Executions executions;
    private final Map<String, StateMachineDefinition> machines = new LinkedHashMap<>();
    private final List<ExecutionListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param timers the only source of time
     * @param executor runs the first step of each execution, starts tasks and tells listeners; it must not run them inside {@code execute}
     *     if the host's code holds locks of its own there
     * @param resources runs the tasks
     * @param random the only source of jitter, tokens, generated names and {@code $random}, {@code $uuid}, {@code $shuffle}
     */
    public StepFunctions(Timers timers, Executor executor, TaskResources resources, RandomGenerator random) {
        this.host = Host.of(timers, executor, resources, random, new TaskTokens());
        this.executions = new Executions(host, change -> listeners.forEach(listener -> listener.statusChanged(change)));
    }

    /** Adds a listener for status changes of all executions. */
    public void addListener(ExecutionListener listener) {
        listeners.add(listener);
    }

    // State machines -------------------------------------------------------------------------------------------------------------------

    /**
     * Creates a state machine; the same one again is no error.
     *
     * @param stateMachineArn {@code arn:aws:states:<region>:<account>:stateMachine:<name>}
     * @throws StepFunctionsError STATE_MACHINE_ALREADY_EXISTS if it exists with another definition, INVALID_ARN
     */
    public synchronized void createStateMachine(String stateMachineArn, StateMachineDefinition definition) {
        if (!MACHINE_ARN.matcher(stateMachineArn).matches()) {
            throw new StepFunctionsError(Code.INVALID_ARN, "Invalid Arn: '" + stateMachineArn + "'");
        }
        StateMachineDefinition known = machines.putIfAbsent(stateMachineArn, definition);
        if (known != null && !known.json().equals(definition.json())) {
            throw new StepFunctionsError(Code.STATE_MACHINE_ALREADY_EXISTS, "State Machine Already Exists: '" + stateMachineArn + "'");
        }
    }

    /** Gives a state machine a new definition. Executions that exist, redriven ones too, keep the one they were started with. */
    public synchronized void updateStateMachine(String stateMachineArn, StateMachineDefinition definition) {
        definitionOf(stateMachineArn);
        machines.put(stateMachineArn, definition);
    }

    /** @throws StepFunctionsError STATE_MACHINE_DOES_NOT_EXIST */
    public synchronized StateMachineDefinition definitionOf(String stateMachineArn) {
        StateMachineDefinition definition = machines.get(stateMachineArn);
        if (definition == null) {
            throw new StepFunctionsError(Code.STATE_MACHINE_DOES_NOT_EXIST, "State Machine Does Not Exist: '" + stateMachineArn + "'");
        }
        return definition;
    }

    /** The ARNs of all state machines, in the order of their creation. */
    public synchronized List<String> listStateMachines() {
        return List.copyOf(machines.keySet());
    }

    // Executions -----------------------------------------------------------------------------------------------------------------------

    /**
     * Starts an execution. The same name with the same input, while the first is still running, answers the first.
     *
     * @param name unique within the machine, also after it closed (for 90 days); null for a generated one
     * @param inputJson JSON text; null for {@code {}}
     * @throws StepFunctionsError STATE_MACHINE_DOES_NOT_EXIST, INVALID_NAME, INVALID_EXECUTION_INPUT, EXECUTION_ALREADY_EXISTS
     */
    public StartedExecution startExecution(String stateMachineArn, String name, String inputJson) {
        ExecutionInput input = ExecutionInput.read(inputJson == null ? "{}" : inputJson);
        ExecutionId id = new ExecutionId(stateMachineArn, name == null ? Uuids.next(host.random()) : name);
        ExecutionDescription started = executions.start(id, definitionOf(stateMachineArn).machine(), input);
        return new StartedExecution(started.executionArn(), started.startDate());
    }

    /** @throws StepFunctionsError EXECUTION_DOES_NOT_EXIST */
    public ExecutionDescription describeExecution(String executionArn) {
        return executions.get(executionArn).describe();
    }

    /** All executions of a machine, the newest first, optionally of one status only. */
    public List<ExecutionDescription> listExecutions(String stateMachineArn, Optional<ExecutionStatus> status) {
        definitionOf(stateMachineArn);
        return executions.all().stream()
                .map(Execution::describe)
                .filter(each -> each.stateMachineArn().equals(stateMachineArn))
                .filter(each -> status.isEmpty() || status.get() == each.status())
                .toList();
    }

    /** All events so far, oldest first. @throws StepFunctionsError EXECUTION_DOES_NOT_EXIST */
    public List<HistoryEvent> getExecutionHistory(String executionArn) {
        return executions.get(executionArn).history();
    }

    /**
     * Stops an execution: ABORTED, nothing of it runs any more, nothing is compensated. A closed one stays as it is.
     *
     * @param error may be null
     * @param cause may be null
     * @return when it closed
     */
    public Instant stopExecution(String executionArn, String error, String cause) {
        Execution execution = executions.get(executionArn);
        execution.stop(Optional.ofNullable(error), Optional.ofNullable(cause));
        return execution.describe().stopDate().orElseThrow();
    }

    /**
     * Goes on from the unsuccessful states with their inputs and variables. Retriers start over, and so does the execution's time budget.
     *
     * @return when it was redriven
     * @throws StepFunctionsError EXECUTION_NOT_REDRIVABLE, EXECUTION_DOES_NOT_EXIST
     */
    public Instant redriveExecution(String executionArn) {
        return switch (executions.get(executionArn).redrive()) {
            case RedriveOutcome.Redriven(Instant at) -> at;
            case RedriveOutcome.Refused(String reason) ->
                throw new StepFunctionsError(Code.EXECUTION_NOT_REDRIVABLE, "Execution Not Redrivable: '" + reason + "'");
        };
    }

    // Task tokens ----------------------------------------------------------------------------------------------------------------------

    /**
     * Completes the task that waits for a token.
     *
     * @param outputJson the task's result, JSON text
     * @throws StepFunctionsError INVALID_TOKEN if it is no token, TASK_DOES_NOT_EXIST if nobody was ever given it, TASK_TIMED_OUT if its task
     *     is over (completed, failed, timed out, retried or aborted), INVALID_OUTPUT if the output is not JSON or larger than 256 KiB
     */
    public void sendTaskSuccess(String taskToken, String outputJson) {
        TaskAttempt attempt = attempt(taskToken);
        Object output;
        try {
            output = Values.parse(outputJson);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new StepFunctionsError(Code.INVALID_OUTPUT, "Invalid Output: 'The output is not JSON'");
        }
        if (Values.sizeInBytes(outputJson) > PAYLOAD_LIMIT_BYTES) {
            throw new StepFunctionsError(Code.INVALID_OUTPUT, "Invalid Output: 'The output is larger than 262144 bytes'");
        }
        accepted(attempt.succeedByToken(output));
    }

    /**
     * Fails the task that waits for a token; see {@link #sendTaskSuccess} for the errors.
     *
     * @param error the error name; may be null
     * @param cause may be null
     */
    public void sendTaskFailure(String taskToken, String error, String cause) {
        accepted(attempt(taskToken).failByToken(Optional.ofNullable(error), Optional.ofNullable(cause)));
    }

    /** Says that the task that waits for a token is alive; see {@link #sendTaskSuccess} for the errors. */
    public void sendTaskHeartbeat(String taskToken) {
        accepted(attempt(taskToken).heartbeat());
    }

    private TaskAttempt attempt(String taskToken) {
        if (!TaskTokens.isWellFormed(taskToken)) {
            throw new StepFunctionsError(Code.INVALID_TOKEN, "Invalid Token: 'Invalid token'");
        }
        return switch (host.tokens().find(taskToken)) {
            case TaskTokens.Attempt(TaskAttempt attempt) -> attempt;
            case TaskTokens.Closed() -> throw over();
            case TaskTokens.Nobody() ->
                throw new StepFunctionsError(Code.TASK_DOES_NOT_EXIST, "Task Does Not Exist: 'Provided task does not exist'");
        };
    }

    private static void accepted(boolean open) {
        if (!open) {
            throw over();
        }
    }

    private static StepFunctionsError over() {
        return new StepFunctionsError(Code.TASK_TIMED_OUT, "Task Timed Out: 'Provided task does not exist anymore'");
    }

    // Housekeeping ---------------------------------------------------------------------------------------------------------------------

    /** Billed state transitions of all executions since the start or the last reset, retries and redrives included. */
    public long stateTransitions() {
        return host.transitions().sum();
    }

    /** Forgets all executions and tokens, quietly: running ones just end, without history or status events. State machines stay. */
    public void reset() {
        executions.forgetAll();
        host.tokens().clear();
        host.transitions().reset();
    }
}
