package commerce.local.stage.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.StepFunctions;
import commerce.local.asl.StepFunctionsError;
import commerce.local.stage.aws.AwsError;
import commerce.local.stage.aws.JsonService;
import commerce.local.stage.aws.Members;

/** The part of the Step Functions API that runs, watches and mends executions. State machines come from the template and nowhere else. */
public final class StepFunctionsApi extends JsonService {

    private static final int DOCUMENT_BYTES = 256 * 1024;
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_TOKEN = 2048;
    private static final int LONGEST_ERROR = 256;
    private static final int LONGEST_CAUSE = 32_768;

    private final StepFunctions stepFunctions;
    private final StepFunctionsViews views;

    public StepFunctionsApi(StepFunctions stepFunctions) {
        super("StepFunctions", "AWSStepFunctions");
        this.stepFunctions = stepFunctions;
        this.views = new StepFunctionsViews(stepFunctions);
    }

    @Override
    protected JsonNode answer(String action, JsonNode input) {
        var members = new Members(input);
        try {
            return switch (action) {
                case "StartExecution" -> start(members);
                case "StopExecution" -> stop(members);
                case "RedriveExecution" -> object().put("redriveDate", StepFunctionsJson.seconds(stepFunctions.redriveExecution(Arns.execution(members))));
                case "SendTaskSuccess" -> success(members);
                case "SendTaskFailure" -> failure(members);
                case "SendTaskHeartbeat" -> heartbeat(members);
                case "StartSyncExecution" -> throw AwsError.badRequest("StateMachineTypeNotSupported",
                        "State Machine Type Not Supported: 'the local stage runs Standard workflows only'");
                default -> views.answer(action, members).orElseThrow(() -> unknown(action));
            };
        } catch (StepFunctionsError error) {
            throw AwsError.badRequest(error.code().awsName(), error.getMessage());
        }
    }

    private ObjectNode start(Members members) {
        var name = members.text("name", 1, LONGEST_NAME);
        var input = members.document("input", DOCUMENT_BYTES);
        var machine = Arns.machine(members);
        // AWS looks for the machine before it looks at the name and into the input.
        stepFunctions.definitionOf(machine);
        var started = stepFunctions.startExecution(machine, name.orElse(null), input.orElse(null));
        return object().put("executionArn", started.executionArn()).put("startDate", StepFunctionsJson.seconds(started.startDate()));
    }

    private ObjectNode stop(Members members) {
        var error = members.text("error", 0, LONGEST_ERROR).orElse(null);
        var cause = members.text("cause", 0, LONGEST_CAUSE).orElse(null);
        return object().put("stopDate", StepFunctionsJson.seconds(stepFunctions.stopExecution(Arns.execution(members), error, cause)));
    }

    private ObjectNode success(Members members) {
        var token = members.required("taskToken", LONGEST_TOKEN);
        var output = members.document("output", DOCUMENT_BYTES).orElseThrow(() -> AwsError.badRequest("ValidationException",
                "1 validation error detected: Value null at 'output' failed to satisfy constraint: Member must not be null"));
        stepFunctions.sendTaskSuccess(token, output);
        return object();
    }

    private ObjectNode failure(Members members) {
        var error = members.text("error", 0, LONGEST_ERROR).orElse(null);
        var cause = members.text("cause", 0, LONGEST_CAUSE).orElse(null);
        stepFunctions.sendTaskFailure(members.required("taskToken", LONGEST_TOKEN), error, cause);
        return object();
    }

    private ObjectNode heartbeat(Members members) {
        stepFunctions.sendTaskHeartbeat(members.required("taskToken", LONGEST_TOKEN));
        return object();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
