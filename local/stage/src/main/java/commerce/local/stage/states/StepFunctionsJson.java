package commerce.local.stage.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.ExecutionDescription;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What the Step Functions API shows of executions and machines. */
final class StepFunctionsJson {

    /** The members of an event's details that hold what flows through the execution. */
    private static final List<String> DATA = List.of("input", "inputDetails", "output", "outputDetails", "parameters", "assignedVariables", "assignedVariablesDetails");

    private StepFunctionsJson() {}

    /** As ListExecutions shows it. */
    static ObjectNode listed(ExecutionDescription execution) {
        var json = JsonNodeFactory.instance.objectNode()
                .put("executionArn", execution.executionArn())
                .put("stateMachineArn", execution.stateMachineArn())
                .put("name", execution.name())
                .put("status", execution.status().name())
                .put("startDate", seconds(execution.startDate()))
                .put("redriveCount", execution.redriveCount());
        execution.stopDate().ifPresent(date -> json.put("stopDate", seconds(date)));
        execution.redriveDate().ifPresent(date -> json.put("redriveDate", seconds(date)));
        return json;
    }

    /** As DescribeExecution shows it, with input and output or without. */
    static ObjectNode described(ExecutionDescription execution, boolean withData) {
        var json = listed(execution).put("redriveStatus", execution.redriveStatus().name());
        execution.redriveStatusReason().ifPresent(reason -> json.put("redriveStatusReason", reason));
        execution.error().ifPresent(error -> json.put("error", error));
        execution.cause().ifPresent(cause -> json.put("cause", cause));
        json.putObject("inputDetails").put("included", withData);
        execution.output().ifPresent(output -> json.putObject("outputDetails").put("included", withData));
        if (withData) {
            json.put("input", execution.input());
            execution.output().ifPresent(output -> json.put("output", output));
        }
        return json;
    }

    /** As ListStateMachines shows it. */
    static ObjectNode machine(String arn, Instant created) {
        return JsonNodeFactory.instance.objectNode().put("stateMachineArn", arn).put("name", nameOf(arn)).put("type", "STANDARD").put("creationDate", seconds(created));
    }

    /** Roles have no effect here; the name is what the context object shows, too. */
    static String role(String machineArn) {
        return "arn:aws:iam::" + machineArn.split(":", -1)[4] + ":role/" + nameOf(machineArn);
    }

    static String nameOf(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** The same event without what flows through the execution. */
    static ObjectNode withoutData(ObjectNode event) {
        event.properties().stream().map(java.util.Map.Entry::getValue).filter(JsonNode::isObject).forEach(details -> ((ObjectNode) details).remove(DATA));
        return event;
    }

    static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }
}
