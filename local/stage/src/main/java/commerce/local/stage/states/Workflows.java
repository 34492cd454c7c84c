package commerce.local.stage.states;

import commerce.local.asl.ExecutionStatusChange;
import commerce.local.asl.InvalidDefinition;
import commerce.local.asl.StateMachineDefinition;
import commerce.local.asl.StepFunctions;
import commerce.local.asl.Timers;
import commerce.local.stage.Scheduler;
import commerce.local.stage.Scheduler.Kind;
import commerce.local.stage.StageModel;
import commerce.local.stage.VirtualClock;
import commerce.local.stage.bus.EventBuses;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Creates the template's state machines. */
public final class Workflows {

    private Workflows() {}

    /**
     * Every machine of the model, ready to run; status changes go to the default bus.
     *
     * @throws IllegalArgumentException naming the machine, if its definition is not valid or uses a resource the stage does not have
     */
    public static StepFunctions create(StageModel model, Scheduler scheduler, VirtualClock clock, FunctionTasks tasks, EventBuses buses, RandomGenerator random) {
        var stepFunctions = new StepFunctions(timers(scheduler, clock), step -> scheduler.run(Kind.WORKFLOW, "workflow step", step), tasks, random);
        for (var machine : model.stateMachines().values()) {
            stepFunctions.createStateMachine(machine.arn(), definition(machine));
        }
        stepFunctions.addListener(change -> buses.putServiceEvent(
                ExecutionStatusChange.SOURCE, ExecutionStatusChange.DETAIL_TYPE, change.time(), List.of(change.execution().executionArn()), change.detail()));
        return stepFunctions;
    }

    private static StateMachineDefinition definition(StageModel.StateMachine machine) {
        StateMachineDefinition definition;
        try {
            definition = StateMachineDefinition.parse(machine.definition());
        } catch (InvalidDefinition invalid) {
            throw new IllegalArgumentException("the state machine " + machine.name() + " is not valid: " + invalid.getMessage(), invalid);
        }
        for (var resource : definition.taskResources()) {
            if (!FunctionTasks.supports(resource)) {
                throw new IllegalArgumentException("the state machine " + machine.name() + " uses the resource " + resource + ", which the stage does not know");
            }
        }
        return definition;
    }

    private static Timers timers(Scheduler scheduler, VirtualClock clock) {
        return new Timers() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public commerce.local.asl.Cancellation at(Instant due, String label, Runnable fire) {
                return scheduler.at(due, Kind.WORKFLOW, label, fire)::cancel;
            }
        };
    }
}
