package commerce.local.asl.internal.engine;

import commerce.local.asl.internal.definition.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes the history of one Task state: {@code LambdaFunction...} events for a function's ARN, {@code Task...} events for an integration. */
final class TaskEvents {

    private static final Map<String, Object> NOT_TRUNCATED = Map.of("truncated", false);

    private final Flow flow;
    private final String resource;
    private final TaskResourceName name;

    TaskEvents(Flow flow, State.Task task) {
        this.flow = flow;
        this.resource = task.resource();
        this.name = TaskResourceName.of(task.resource());
    }

    boolean waitsForToken() {
        return name.waitsForToken();
    }

    String nameInCause() {
        return name.inCause(resource);
    }

    void scheduled(Payload arguments, Optional<Long> timeoutSeconds, Optional<Long> heartbeatSeconds) {
        Map<String, Object> details = new LinkedHashMap<>();
        timeoutSeconds.ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        if (name.lambdaArn()) {
            details.put("resource", resource);
            details.put("input", arguments.text());
            details.put("inputDetails", NOT_TRUNCATED);
            flow.record("LambdaFunctionScheduled", "lambdaFunctionScheduledEventDetails", details);
            flow.record("LambdaFunctionStarted", "", Map.of());
            return;
        }
        heartbeatSeconds.ifPresent(seconds -> details.put("heartbeatInSeconds", seconds));
        details.put("parameters", arguments.text());
        details.put("region", flow.execution().id().region());
        flow.record("TaskScheduled", "taskScheduledEventDetails", withResource(details));
        flow.record("TaskStarted", "taskStartedEventDetails", withResource(Map.of()));
    }

    void submitted(Payload answer) {
        flow.record("TaskSubmitted", "taskSubmittedEventDetails", withResource(withOutput(answer)));
    }

    void succeeded(Payload result) {
        if (name.lambdaArn()) {
            flow.record("LambdaFunctionSucceeded", "lambdaFunctionSucceededEventDetails", withOutput(result));
        } else {
            flow.record("TaskSucceeded", "taskSucceededEventDetails", withResource(withOutput(result)));
        }
    }

    void failed(StateError error) {
        if (name.lambdaArn()) {
            flow.record("LambdaFunctionFailed", "lambdaFunctionFailedEventDetails", error.details());
        } else {
            flow.record("TaskFailed", "taskFailedEventDetails", withResource(error.details()));
        }
    }

    void timedOut(StateError error) {
        if (name.lambdaArn()) {
            flow.record("LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails", error.details());
        } else {
            flow.record("TaskTimedOut", "taskTimedOutEventDetails", withResource(error.details()));
        }
    }

    private Map<String, Object> withOutput(Payload payload) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("output", payload.text());
        details.put("outputDetails", NOT_TRUNCATED);
        return details;
    }

    private Map<String, Object> withResource(Map<String, Object> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put("resourceType", name.type());
        all.put("resource", name.action());
        return all;
    }
}
