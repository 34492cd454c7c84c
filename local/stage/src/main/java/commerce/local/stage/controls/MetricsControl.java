package commerce.local.stage.controls;

import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.kernel.Json;
import commerce.kernel.Problem;
import commerce.local.stage.Stage;
import commerce.local.stage.StageMetrics.Snapshot;
import commerce.local.stage.edge.Response;

/**
 * {@code GET /local/metrics}: what the stage has counted; with {@code ?heap=live} also how much of its heap is in use after a collection, which
 * takes a moment. {@code POST /local/metrics/reset} starts counting anew.
 */
final class MetricsControl {

    Response show(Stage stage, Query query) {
        var heap = query.text("heap").filter(wanted -> {
            if (wanted.equals("live")) {
                return true;
            }
            throw Problem.invalidInput("heap", "heap can only be \"live\"").asException();
        });
        query.end();
        var answer = counted(stage);
        heap.ifPresent(live -> answer.put("liveHeapBytes", liveHeap()));
        return Answers.json(answer);
    }

    private static long liveHeap() {
        System.gc();
        var memory = Runtime.getRuntime();
        return memory.totalMemory() - memory.freeMemory();
    }

    private static ObjectNode counted(Stage stage) {
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
        return answer;
    }

    Response clear(Stage stage) {
        stage.metrics().clear();
        return Answers.json(counted(stage));
    }
}
