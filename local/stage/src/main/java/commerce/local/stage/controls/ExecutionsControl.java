package commerce.local.stage.controls;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.ExecutionStatus;
import commerce.local.stage.Stage;
import commerce.local.stage.edge.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code GET /local/executions} and {@code /local/executions/{name}}: every workflow, and what it went through. */
final class ExecutionsControl {

    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /** The newest first. */
    static List<ExecutionDescription> newest(Stage stage, Optional<ExecutionStatus> status, int limit) {
        return stage.stepFunctions().listStateMachines().stream()
                .flatMap(machine -> stage.stepFunctions().listExecutions(machine, status).stream())
                .sorted(Comparator.comparing(ExecutionDescription::startDate).reversed())
                .limit(limit)
                .toList();
    }

    Response list(Stage stage, Query query) {
        Optional<ExecutionStatus> status = query.text("status").map(ExecutionsControl::status);
        int limit = query.number("limit", 1, MOST).orElse(USUAL);
        query.end();
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray("items");
        newest(stage, status, limit).forEach(execution -> items.add(summary(execution)));
        return Answers.json(answer);
    }

    Response show(Stage stage, String name) {
        return newest(stage, Optional.empty(), Integer.MAX_VALUE).stream().filter(execution -> execution.name().equals(name)).findFirst()
                .map(execution -> Answers.json(details(stage, execution)))
                .orElseGet(() -> Answers.problem(Problem.notFound("execution", "no workflow was started with the name " + name)));
    }

    private static ObjectNode summary(ExecutionDescription execution) {
        ObjectNode json = Json.object()
                .put("name", execution.name())
                .put("status", execution.status().name())
                .put("stateMachine", execution.stateMachineArn().substring(execution.stateMachineArn().lastIndexOf(':') + 1))
                .put("executionArn", execution.executionArn())
                .put("startDate", execution.startDate().toString());
        execution.stopDate().ifPresent(at -> json.put("stopDate", at.toString()));
        execution.error().ifPresent(error -> json.put("error", error));
        return json.put("redriveCount", execution.redriveCount()).put("stateTransitions", execution.stateTransitions());
    }

    private static ObjectNode details(Stage stage, ExecutionDescription execution) {
        ObjectNode json = summary(execution);
        execution.cause().ifPresent(cause -> json.put("cause", cause));
        json.put("redriveStatus", execution.redriveStatus().name());
        json.set("input", Json.read(execution.input()));
        execution.output().ifPresent(output -> json.set("output", Json.read(output)));
        ArrayNode history = json.putArray("history");
        stage.stepFunctions().getExecutionHistory(execution.executionArn()).forEach(event -> history.add(event.toJson()));
        return json;
    }

    private static ExecutionStatus status(String text) {
        return Arrays.stream(ExecutionStatus.values()).filter(status -> status.name().equals(text)).findFirst()
                .orElseThrow(() -> Problem.invalidInput("status", "status must be one of " + Arrays.toString(ExecutionStatus.values())).asException());
    }
}
