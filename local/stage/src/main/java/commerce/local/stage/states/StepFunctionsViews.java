package commerce.local.stage.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.ExecutionDescription;
import commerce.local.asl.ExecutionStatus;
import commerce.local.asl.HistoryEvent;
import commerce.local.asl.StepFunctions;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.Members;
import commerce.local.stage.aws.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The calls of the Step Functions API that only look: descriptions, and lists in pages. */
final class StepFunctionsViews {

    private static final List<String> STATUSES = Stream.concat(Stream.of(ExecutionStatus.values()).map(Enum::name), Stream.of("PENDING_REDRIVE")).toList();
    private static final int LONGEST_TOKEN = 3_096;

    private final StepFunctions stepFunctions;
    private final Instant created = Instant.now();

    StepFunctionsViews(StepFunctions stepFunctions) {
        this.stepFunctions = stepFunctions;
    }

    /** Empty if this is none of these calls. */
    Optional<ObjectNode> answer(String action, Members members) {
        return Optional.ofNullable(switch (action) {
            case "DescribeExecution" -> execution(members);
            case "DescribeStateMachine" -> machine(Arns.machine(members));
            case "DescribeStateMachineForExecution" -> machineOf(Arns.execution(members));
            case "GetExecutionHistory" -> history(members);
            case "ListExecutions" -> executions(members);
            case "ListStateMachines" -> machines(members);
            default -> null;
        });
    }

    private ObjectNode execution(Members members) {
        var withData = !members.oneOf("includedData", List.of("ALL_DATA", "METADATA_ONLY")).equals(Optional.of("METADATA_ONLY"));
        return StepFunctionsJson.described(stepFunctions.describeExecution(Arns.execution(members)), withData);
    }

    private ObjectNode machine(String arn) {
        return StepFunctionsJson.machine(arn, created).put("status", "ACTIVE").put("definition", stepFunctions.definitionOf(arn).json())
                .put("roleArn", StepFunctionsJson.role(arn));
    }

    private ObjectNode machineOf(String execution) {
        var arn = stepFunctions.describeExecution(execution).stateMachineArn();
        return JsonNodeFactory.instance.objectNode().put("stateMachineArn", arn).put("name", StepFunctionsJson.nameOf(arn)).put("roleArn", StepFunctionsJson.role(arn))
                .put("definition", stepFunctions.definitionOf(arn).json()).put("updateDate", StepFunctionsJson.seconds(created));
    }

    private ObjectNode history(Members members) {
        var arn = Arns.execution(members);
        var reversed = members.flag("reverseOrder", false);
        var withData = members.flag("includeExecutionData", true);
        var events = stepFunctions.getExecutionHistory(arn);
        var page = page(members, reversed ? events.reversed() : events, event -> String.valueOf(event.id()), arn + reversed);
        return answer(page, "events", (HistoryEvent event) -> withData ? event.toJson() : StepFunctionsJson.withoutData(event.toJson()));
    }

    private ObjectNode executions(Members members) {
        if (members.input().has("mapRunArn")) {
            throw AwsError.badRequest("ResourceNotFound", "Resource not found: the local stage has no distributed Map, so there is no map run");
        }
        var arn = Arns.machine(members);
        var status = members.oneOf("statusFilter", STATUSES);
        var redriven = members.oneOf("redriveFilter", List.of("REDRIVEN", "NOT_REDRIVEN"));
        var found = stepFunctions.listExecutions(arn, Optional.empty()).stream()
                .filter(each -> status.isEmpty() || each.status().name().equals(status.get()))
                .filter(each -> redriven.isEmpty() || redriven.get().equals("REDRIVEN") == each.redriveCount() > 0)
                .toList();
        return answer(page(members, found, ExecutionDescription::executionArn, arn + status + redriven), "executions", StepFunctionsJson::listed);
    }

    private ObjectNode machines(Members members) {
        var page = page(members, stepFunctions.listStateMachines(), Function.identity(), "machines");
        return answer(page, "stateMachines", arn -> StepFunctionsJson.machine(arn, created));
    }

    private static <T> Page<T> page(Members members, List<T> all, Function<T, String> key, String question) {
        return Page.of(all, key, question, members.pageSize(), members.text("nextToken", 1, LONGEST_TOKEN))
                .orElseThrow(() -> AwsError.badRequest("InvalidToken", "Invalid Token: 'Invalid token'"));
    }

    private static <T> ObjectNode answer(Page<T> page, String member, Function<T, ObjectNode> show) {
        var answer = JsonNodeFactory.instance.objectNode();
        var items = answer.putArray(member);
        page.items().forEach(item -> items.add(show.apply(item)));
        page.next().ifPresent(token -> answer.put("nextToken", token));
        return answer;
    }
}
