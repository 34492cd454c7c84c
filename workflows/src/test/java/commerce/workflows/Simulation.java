package commerce.workflows;

import commerce.local.asl.Cancellation;
import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.StateMachineDefinition;
import commerce.local.asl.StepFunctions;
import commerce.local.asl.TaskResources;
import commerce.local.asl.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One execution of a workflow on the ASL interpreter, in one thread, with its own time: the same seed runs the same way. */
final class Simulation implements Timers {

    static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final String MACHINE = "arn:aws:states:eu-central-1:000000000000:stateMachine:";
    private static final String FUNCTION = "arn:aws:lambda:eu-central-1:000000000000:function:";
    /** Parsed once: some tests run thousands of executions. */
    private static final Map<Workflow, StateMachineDefinition> DEFINITIONS = new ConcurrentHashMap<>();

    private record Timer(Instant due, long number, String label, Runnable fire) {}

    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::number));
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final StepFunctions stepFunctions;
    private final String machine;
    private Instant now = START;
    private long numbers;
    private String executionArn;

    Simulation(Workflow workflow, TaskResources participants, long seed) {
        machine = MACHINE + workflow.name();
        stepFunctions = new StepFunctions(this, work::add, participants, new Random(seed));
        stepFunctions.createStateMachine(machine, DEFINITIONS.computeIfAbsent(workflow, known -> StateMachineDefinition.parse(known.substituted(arns(known)))));
    }

    /** The function ARNs of a deployment, made up. */
    static Map<String, String> arns(Workflow workflow) {
        var arns = new TreeMap<String, String>();
        workflow.substitutions().forEach((name, operation) -> arns.put(name, FUNCTION + operation + ":live"));
        return arns;
    }

    /** The operation whose ARN that is. */
    static String operation(String arn) {
        return arn.substring(FUNCTION.length()).replace(":live", "");
    }

    void start(String name, String input) {
        executionArn = stepFunctions.startExecution(machine, name, input).executionArn();
        settle();
    }

    ExecutionDescription execution() {
        return stepFunctions.describeExecution(executionArn);
    }

    StepFunctions api() {
        return stepFunctions;
    }

    void redrive() {
        stepFunctions.redriveExecution(executionArn);
        settle();
    }

    void abort() {
        stepFunctions.stopExecution(executionArn, "Operator", "stopped by hand");
        settle();
    }

    /** Where the execution failed, or an empty text. */
    String failedState() {
        return stepFunctions.getExecutionHistory(executionArn).reversed().stream().filter(event -> event.type().endsWith("StateEntered")).findFirst().orElseThrow().stateName();
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Cancellation at(Instant due, String label, Runnable fire) {
        var timer = new Timer(due, numbers++, label, fire);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    /** What is due next: its label, or an empty text. */
    String nextTimer() {
        return timers.isEmpty() ? "" : timers.peek().label();
    }

    void fireNextTimer() {
        var timer = timers.remove();
        now = timer.due().isAfter(now) ? timer.due() : now;
        timer.fire().run();
        settle();
    }

    void advance(Duration duration) {
        var until = now.plus(duration);
        while (!timers.isEmpty() && !timers.peek().due().isAfter(until)) {
            fireNextTimer();
        }
        now = until;
    }

    private void settle() {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    /** Lets what a call from outside has set in motion run to rest. */
    void outside(Runnable call) {
        call.run();
        settle();
    }
}
