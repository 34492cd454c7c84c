package commerce.local.asl;

import commerce.local.asl.internal.definition.DefinitionReader;
import commerce.local.asl.internal.definition.Machine;
import commerce.local.asl.internal.definition.State;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A definition that AWS would accept: validated, immutable, its expressions parsed once. Only the query language JSONata and inline Map
 * states are supported; anything else is refused like any other fault.
 */
public final class StateMachineDefinition {

    private final String json;
    private final Machine machine;

    private StateMachineDefinition(String json, Machine machine) {
        this.json = json;
        this.machine = machine;
    }

    /**
     * Reads a definition.
     *
     * @param json Amazon States Language as JSON text
     * @throws InvalidDefinition listing every fault, if AWS would refuse it
     */
    public static StateMachineDefinition parse(String json) {
        return new StateMachineDefinition(json, DefinitionReader.read(json));
    }

    /** The text it was read from. */
    public String json() {
        return json;
    }

    /** The {@code Resource} of every Task state, nested ones included, in document order. */
    public Set<String> taskResources() {
        Set<String> resources = new LinkedHashSet<>();
        visit(machine.root(), state -> {
            if (state instanceof State.Task task) {
                resources.add(task.resource());
            }
        });
        return resources;
    }

    /** Every name in any {@code ErrorEquals} of a {@code Retry} or {@code Catch}, nested states included, in document order. */
    public Set<String> errorNames() {
        Set<String> names = new LinkedHashSet<>();
        visit(machine.root(), state -> {
            if (state instanceof State.Recoverable recoverable) {
                recoverable.retriers().forEach(retrier -> names.addAll(retrier.errorEquals()));
                recoverable.catchers().forEach(catcher -> names.addAll(catcher.errorEquals()));
            }
        });
        return names;
    }

    /** The names of all states, nested ones included, in document order. */
    public Set<String> stateNames() {
        Set<String> names = new LinkedHashSet<>();
        visit(machine.root(), state -> names.add(state.name()));
        return names;
    }

    Machine machine() {
        return machine;
    }

    private static void visit(State.Container container, Consumer<State> visitor) {
        for (State state : container.states().values()) {
            visitor.accept(state);
            switch (state) {
                case State.Parallel parallel -> parallel.branches().forEach(branch -> visit(branch, visitor));
                case State.MapState map -> visit(map.processor(), visitor);
                default -> { }
            }
        }
    }
}
