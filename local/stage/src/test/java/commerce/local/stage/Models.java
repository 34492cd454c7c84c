package commerce.local.stage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small models for tests of single parts. */
public final class Models {

    private Map<String, StageModel.Function> functions = Map.of();
    private Map<String, StageModel.Queue> queues = Map.of();
    private List<StageModel.QueueMapping> queueMappings = List.of();
    private Map<String, StageModel.Table> tables = Map.of();
    private List<StageModel.StreamMapping> streamMappings = List.of();
    private Set<String> buses = Set.of("default");
    private List<StageModel.Rule> rules = List.of();
    private List<StageModel.Schedule> schedules = List.of();
    private Map<String, StageModel.StateMachine> stateMachines = Map.of();

    private Models() {}

    public static Models empty() {
        return new Models();
    }

    public Models functions(Map<String, StageModel.Function> value) {
        functions = value;
        return this;
    }

    public Models queues(Map<String, StageModel.Queue> value) {
        queues = value;
        return this;
    }

    public Models queueMappings(List<StageModel.QueueMapping> value) {
        queueMappings = value;
        return this;
    }

    public Models tables(Map<String, StageModel.Table> value) {
        tables = value;
        return this;
    }

    public Models streamMappings(List<StageModel.StreamMapping> value) {
        streamMappings = value;
        return this;
    }

    public Models buses(Set<String> value) {
        buses = value;
        return this;
    }

    public Models rules(List<StageModel.Rule> value) {
        rules = value;
        return this;
    }

    public Models schedules(List<StageModel.Schedule> value) {
        schedules = value;
        return this;
    }

    public Models stateMachines(Map<String, StageModel.StateMachine> value) {
        stateMachines = value;
        return this;
    }

    public StageModel build() {
        return new StageModel("eu-central-1", "000000000000", List.of(), Optional.empty(), functions, tables, Set.of(), queues, queueMappings, streamMappings, buses, rules, schedules,
                stateMachines, Map.of(), Map.of(), Map.of(), List.of());
    }
}
