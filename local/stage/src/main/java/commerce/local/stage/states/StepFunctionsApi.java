package commerce.local.stage.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.StepFunctions;
import commerce.local.asl.StepFunctionsError;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The part of the Step Functions API that functions and the command line use. Lists come in one page. */
public final class StepFunctionsApi extends JsonService {

    private final StepFunctions stepFunctions;

    public StepFunctionsApi(StepFunctions stepFunctions) {
        super("StepFunctions", "AWSStepFunctions");
        this.stepFunctions = stepFunctions;
    }

    @Override
    protected JsonNode answer(String action, JsonNode input) {
        try {
            return switch (action) {
                case "StartExecution" -> start(input);
                case "DescribeExecution" -> described(stepFunctions.describeExecution(text(input, "executionArn")));
                case "GetExecutionHistory" -> history(input);
                case "ListExecutions" -> executions(input);
                case "ListStateMachines" -> machines();
                case "StopExecution" -> object().put("stopDate", seconds(stepFunctions.stopExecution(text(input, "executionArn"), text(input, "error"), text(input, "cause"))));
                case "RedriveExecution" -> object().put("redriveDate", seconds(stepFunctions.redriveExecution(text(input, "executionArn"))));
                case "SendTaskSuccess" -> done(() -> stepFunctions.sendTaskSuccess(text(input, "taskToken"), text(input, "output")));
                case "SendTaskFailure" -> done(() -> stepFunctions.sendTaskFailure(text(input, "taskToken"), text(input, "error"), text(input, "cause")));
                case "SendTaskHeartbeat" -> done(() -> stepFunctions.sendTaskHeartbeat(text(input, "taskToken")));
                default -> throw unknown(action);
            };
        } catch (StepFunctionsError error) {
            throw AwsError.badRequest(error.code().awsName(), error.getMessage());
        }
    }

    private ObjectNode start(JsonNode input) {
        var started = stepFunctions.startExecution(text(input, "stateMachineArn"), text(input, "name"), text(input, "input"));
        return object().put("executionArn", started.executionArn()).put("startDate", seconds(started.startDate()));
    }

    private ObjectNode history(JsonNode input) {
        var answer = object();
        var events = answer.putArray("events");
        var history = stepFunctions.getExecutionHistory(text(input, "executionArn"));
        (input.path("reverseOrder").asBoolean() ? history.reversed() : history).forEach(event -> events.add(event.toJson()));
        return answer;
    }

    private ObjectNode executions(JsonNode input) {
        var answer = object();
        var executions = answer.putArray("executions");
        var status = Optional.ofNullable(text(input, "statusFilter")).map(ExecutionStatus::valueOf);
        stepFunctions.listExecutions(text(input, "stateMachineArn"), status).forEach(execution -> executions.add(listed(execution)));
        return answer;
    }

    private ObjectNode machines() {
        var answer = object();
        var machines = answer.putArray("stateMachines");
        stepFunctions.listStateMachines().forEach(arn -> machines.addObject().put("stateMachineArn", arn).put("name", arn.substring(arn.lastIndexOf(':') + 1)).put("type", "STANDARD"));
        return answer;
    }

    private static ObjectNode listed(ExecutionDescription execution) {
        var json = object()
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

    private static ObjectNode described(ExecutionDescription execution) {
        var json = listed(execution).put("input", execution.input()).put("redriveStatus", execution.redriveStatus().name());
        execution.output().ifPresent(output -> json.put("output", output));
        execution.error().ifPresent(error -> json.put("error", error));
        execution.cause().ifPresent(cause -> json.put("cause", cause));
        execution.redriveStatusReason().ifPresent(reason -> json.put("redriveStatusReason", reason));
        return json;
    }

    private static ObjectNode done(Runnable work) {
        work.run();
        return object();
    }

    /** Null if absent, as the interpreter takes optional arguments. */
    private static String text(JsonNode input, String member) {
        return input.path(member).isTextual() ? input.path(member).asText() : null;
    }

    private static BigDecimal seconds(Instant instant) {
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
