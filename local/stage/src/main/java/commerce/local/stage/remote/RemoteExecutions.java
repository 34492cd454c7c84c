package commerce.local.stage.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.local.stage.StageModel;
import commerce.local.stage.controls.Answers;
import commerce.local.stage.edge.Response;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** {@code GET /local/executions} and {@code /local/executions/{name}}, asked of Step Functions where the system is deployed. */
final class RemoteExecutions {

    private static final int NEWEST = 100;

    private final SfnClient stepFunctions;
    private final Set<String> machines;

    RemoteExecutions(StageModel model, SfnClient stepFunctions) {
        this.machines = model.stateMachines().values().stream().map(StageModel.StateMachine::name).collect(Collectors.toSet());
        this.stepFunctions = stepFunctions;
    }

    Response list() {
        var answer = Json.object();
        var items = answer.putArray("items");
        deployed().flatMap(machine -> stepFunctions.listExecutions(request -> request.stateMachineArn(machine).maxResults(NEWEST)).executions().stream())
                .forEach(execution -> items.add(summary(execution)));
        return Answers.json(answer);
    }

    Response show(String name) {
        return deployed().map(machine -> machine.replace(":stateMachine:", ":execution:") + ":" + name)
                .flatMap(execution -> {
                    try {
                        return Stream.of(details(execution));
                    } catch (ExecutionDoesNotExistException ofAnotherMachine) {
                        return Stream.empty();
                    }
                })
                .findFirst().map(Answers::json)
                .orElseGet(() -> Answers.problem(Problem.notFound("execution", "no workflow was started with the name " + name)));
    }

    /** By name, because account and region are the target's, not the model's. */
    private Stream<String> deployed() {
        return stepFunctions.listStateMachines(request -> request.maxResults(NEWEST)).stateMachines().stream()
                .filter(machine -> machines.contains(machine.name())).map(machine -> machine.stateMachineArn());
    }

    private static ObjectNode summary(ExecutionListItem execution) {
        var json = Json.object().put("name", execution.name()).put("status", execution.statusAsString()).put("executionArn", execution.executionArn())
                .put("startDate", String.valueOf(execution.startDate()));
        if (execution.stopDate() != null) {
            json.put("stopDate", execution.stopDate().toString());
        }
        return json;
    }

    private ObjectNode details(String arn) {
        var execution = stepFunctions.describeExecution(request -> request.executionArn(arn));
        var json = Json.object().put("name", execution.name()).put("status", execution.statusAsString()).put("executionArn", arn)
                .put("startDate", String.valueOf(execution.startDate()));
        if (execution.stopDate() != null) {
            json.put("stopDate", execution.stopDate().toString());
        }
        put(json, "error", execution.error());
        put(json, "cause", execution.cause());
        put(json, "input", execution.input());
        put(json, "output", execution.output());
        var history = json.putArray("history");
        stepFunctions.getExecutionHistoryPaginator(request -> request.executionArn(arn)).events().forEach(event -> history.add(event(event)));
        return json;
    }

    /** What a reader follows a workflow by; the whole event is Step Functions' to show. */
    private static ObjectNode event(HistoryEvent event) {
        var json = Json.object().put("id", event.id()).put("type", event.typeAsString()).put("timestamp", String.valueOf(event.timestamp()));
        if (event.stateEnteredEventDetails() != null) {
            put(json, "state", event.stateEnteredEventDetails().name());
        }
        if (event.taskFailedEventDetails() != null) {
            put(json, "error", event.taskFailedEventDetails().error());
            put(json, "cause", event.taskFailedEventDetails().cause());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
