package commerce.local.stage.controls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.local.stage.Stage;
import commerce.local.stage.StageMetrics.Snapshot;
import commerce.local.stage.edge.Response;

/** {@code GET /local/metrics}: what the stage has counted; {@code POST /local/metrics/reset} starts counting anew. */
final class MetricsControl {

    Response show(Stage stage) {
        Snapshot counted = stage.metrics().snapshot();
        ObjectNode answer = Json.object();
        ObjectNode dynamodb = answer.putObject("dynamodb");
        dynamodb.put("calls", counted.dynamoDbCalls().values().stream().mapToLong(Long::longValue).sum());
        dynamodb.put("readUnits", counted.readUnits());
        dynamodb.put("writeUnits", counted.writeUnits());
        dynamodb.set("byAction", Json.tree(counted.dynamoDbCalls()));
        dynamodb.set("byFunction", Json.tree(counted.dynamoDbCallsByOperation()));
        answer.put("stateTransitions", counted.stateTransitions());
        answer.put("events", counted.events());
        answer.put("deliveries", counted.deliveries());
        answer.put("streamRecords", counted.streamRecords());
        answer.set("invocations", Json.tree(counted.invocations()));
        answer.set("failedInvocations", Json.tree(counted.failedInvocations()));
        answer.set("coldStarts", Json.tree(counted.coldStarts()));
        return Answers.json(answer);
    }

    Response clear(Stage stage) {
        stage.metrics().clear();
        return show(stage);
    }
}
