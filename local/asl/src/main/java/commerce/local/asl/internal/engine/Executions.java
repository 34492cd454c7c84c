package commerce.local.asl.internal.engine;

import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.ExecutionStatusChange;
import commerce.local.asl.StepFunctionsError;
import commerce.local.asl.StepFunctionsError.Code;
import commerce.local.asl.internal.definition.Machine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** All executions by their ARN, and the rules for names. Holds no lock while it asks an execution. */
public final class Executions {

    private static final Duration NAME_TAKEN_AFTER_CLOSE = Duration.ofDays(90);
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/]{1,80}");

    private final Host host;
    private final Consumer<ExecutionStatusChange> listeners;
    private final Map<String, Execution> byArn = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();

    public Executions(Host host, Consumer<ExecutionStatusChange> listeners) {
        this.host = host;
        this.listeners = listeners;
    }

    /**
     * Starts an execution, or answers the one that runs with the same name and input.
     *
     * @throws StepFunctionsError INVALID_NAME, EXECUTION_ALREADY_EXISTS
     */
    public ExecutionDescription start(ExecutionId id, Machine machine, ExecutionInput input) {
        if (!NAME.matcher(id.name()).matches()) {
            throw new StepFunctionsError(Code.INVALID_NAME, "Invalid Name: '" + id.name() + "'");
        }
        while (true) {
            Execution earlier = byArn.get(id.executionArn());
            if (earlier != null && !isNameFreeAgain(earlier)) {
                return again(earlier, input);
            }
            Execution fresh = new Execution(host, id, machine, input, sequence.incrementAndGet(), listeners);
            boolean first = earlier == null
                    ? byArn.putIfAbsent(id.executionArn(), fresh) == null
                    : byArn.replace(id.executionArn(), earlier, fresh);
            if (first) {
                fresh.start();
                return fresh.describe();
            }
        }
    }

    private static ExecutionDescription again(Execution earlier, ExecutionInput input) {
        ExecutionDescription description = earlier.describe();
        if (description.status() == ExecutionStatus.RUNNING && earlier.hasInput(input)) {
            return description;
        }
        throw new StepFunctionsError(Code.EXECUTION_ALREADY_EXISTS, "Execution Already Exists: '" + description.executionArn() + "'");
    }

    private boolean isNameFreeAgain(Execution earlier) {
        return earlier.describe().stopDate().filter(stop -> stop.plus(NAME_TAKEN_AFTER_CLOSE).isBefore(host.timers().now())).isPresent();
    }

    /** @throws StepFunctionsError EXECUTION_DOES_NOT_EXIST */
    public Execution get(String executionArn) {
        Execution execution = byArn.get(executionArn);
        if (execution == null) {
            throw new StepFunctionsError(Code.EXECUTION_DOES_NOT_EXIST, "Execution Does Not Exist: '" + executionArn + "'");
        }
        return execution;
    }

    /** The newest first. */
    public List<Execution> all() {
        return byArn.values().stream().sorted(Comparator.comparingLong(Execution::sequence).reversed()).toList();
    }

    /** Ends and forgets all, without history or status events. */
    public void forgetAll() {
        List<Execution> all = all();
        byArn.clear();
        all.forEach(Execution::vanish);
    }
}
