package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.kernel.Json;
import commerce.local.asl.StateMachineDefinition;
import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.IncludedData;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/** Step Functions by AWS's SDK. Errors and messages: API Reference, and what was measured on AWS (sfn-local, 2026-09). */
@QuarkusTest
class StepFunctionsContractTest {

    private static final String PASS = "{'QueryLanguage':'JSONata','StartAt':'P','States':{'P':{'Type':'Pass','End':true}}}";
    private static final String WAIT = "{'QueryLanguage':'JSONata','StartAt':'W','States':{'W':{'Type':'Wait','Seconds':31536000,'End':true}}}";
    private static final String FAIL = "{'QueryLanguage':'JSONata','StartAt':'F','States':{'F':{'Type':'Fail','Error':'Broken','Cause':'on purpose'}}}";
    private static final String TOKEN = """
            {'QueryLanguage':'JSONata','StartAt':'T','States':{'T':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken',
             'Arguments':{'FunctionName':'FUNCTION','Payload':{'token':'{% $states.context.Task.Token %}'}},'HeartbeatSeconds':600,'End':true}}}""";

    @Inject
    TestStage under;
    private final String name = UUID.randomUUID().toString();
    private LocalStage stage;
    private SfnClient sfn;

    @BeforeEach
    void connect() {
        stage = under.stage();
        sfn = Clients.of(SfnClient.builder(), stage);
    }

    @AfterEach
    void close() {
        sfn.close();
    }

    private String machine(String definition) {
        var arn = "arn:aws:states:" + stage.model().region() + ":" + stage.model().account() + ":stateMachine:contract-" + UUID.randomUUID();
        stage.stepFunctions().createStateMachine(arn, StateMachineDefinition.parse(definition.replace('\'', '"')));
        return arn;
    }

    private String start(String machine, String execution, String input) {
        var arn = sfn.startExecution(call -> call.stateMachineArn(machine).name(execution).input(input)).executionArn();
        Clients.quiet(stage);
        return arn;
    }

    private DescribeExecutionResponse describe(String execution) {
        return sfn.describeExecution(call -> call.executionArn(execution));
    }

    @Test
    void anExecutionIsDescribedWithInputAndOutputOrWithoutThem() {
        var machine = machine(PASS);
        var arn = start(machine, name, "{\"a\": 1}");

        var described = describe(arn);
        assertEquals(machine.replace(":stateMachine:", ":execution:") + ":" + name, arn);
        assertEquals(ExecutionStatus.SUCCEEDED, described.status());
        assertEquals("{\"a\": 1}", described.input());
        assertEquals("{\"a\":1}", described.output());
        assertTrue(described.inputDetails().included() && described.outputDetails().included());
        assertFalse(described.stopDate().isBefore(described.startDate()));
        assertEquals(0, described.redriveCount());
        var metadata = sfn.describeExecution(call -> call.executionArn(arn).includedData(IncludedData.METADATA_ONLY));
        assertNull(metadata.input());
        assertNull(metadata.output());
        assertFalse(metadata.inputDetails().included());
    }

    @Test
    void withoutANameAndInputThereIsAGeneratedNameAndAnEmptyObject() {
        var machine = machine(PASS);
        var described = describe(sfn.startExecution(call -> call.stateMachineArn(machine)).executionArn());
        assertEquals(36, described.name().length());
        assertEquals("{}", described.input());
    }

    @Test
    void theSameNameAndInputIsTheSameExecutionWhileItRunsAndTakenOtherwise() {
        var machine = machine(WAIT);
        var first = sfn.startExecution(call -> call.stateMachineArn(machine).name(name).input("{}"));
        var again = sfn.startExecution(call -> call.stateMachineArn(machine).name(name).input("{}"));
        assertEquals(first.executionArn(), again.executionArn());
        assertEquals(first.startDate(), again.startDate());

        var taken = "Execution Already Exists: '" + first.executionArn() + "'";
        refused(ExecutionAlreadyExistsException.class, 400, "ExecutionAlreadyExists", taken,
                () -> sfn.startExecution(call -> call.stateMachineArn(machine).name(name).input("{\"x\":1}")));
        sfn.stopExecution(call -> call.executionArn(first.executionArn()));
        refused(ExecutionAlreadyExistsException.class, 400, "ExecutionAlreadyExists", taken,
                () -> sfn.startExecution(call -> call.stateMachineArn(machine).name(name).input("{}")));
    }

    @Test
    void whatCannotBeStartedIsRefusedInTheOrderOfAws() {
        var machine = machine(PASS);
        var missing = machine + "-missing";
        refused(InvalidArnException.class, 400, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: not-an-arn'", () -> sfn.startExecution(call -> call.stateMachineArn("not-an-arn")));
        refused(InvalidArnException.class, 400, "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: execution'",
                () -> sfn.startExecution(call -> call.stateMachineArn(machine.replace(":stateMachine:", ":execution:"))));
        refused(StateMachineDoesNotExistException.class, 400, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + missing + "'",
                () -> sfn.startExecution(call -> call.stateMachineArn(missing).name("a b").input("{")));
        refused(InvalidNameException.class, 400, "InvalidName", "Invalid Name: 'a b'", () -> sfn.startExecution(call -> call.stateMachineArn(machine).name("a b")));
        refused(InvalidExecutionInputException.class, 400, "InvalidExecutionInput", "Invalid State Machine Execution Input: '",
                () -> sfn.startExecution(call -> call.stateMachineArn(machine).input("{")));
        refused(ValidationException.class, 400, "ValidationException", "Value '" + "n".repeat(81) + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80",
                () -> sfn.startExecution(call -> call.stateMachineArn(missing).name("n".repeat(81))));
        refused(ValidationException.class, 400, "ValidationException", "Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
                () -> sfn.startExecution(call -> call.stateMachineArn(machine).input('"' + "a".repeat(262_144) + '"')));
        refused(ValidationException.class, 400, "ValidationException", "Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
                () -> sfn.startExecution(call -> call.name(name)));
    }

    @Test
    void anExecutionThatIsNotThereIsNotFoundByAnyCall() {
        var machine = machine(PASS);
        var missing = machine.replace(":stateMachine:", ":execution:") + ":missing";
        for (Runnable call : List.<Runnable>of(
                () -> describe(missing),
                () -> sfn.getExecutionHistory(history -> history.executionArn(missing)),
                () -> sfn.describeStateMachineForExecution(of -> of.executionArn(missing)),
                () -> sfn.stopExecution(stop -> stop.executionArn(missing)),
                () -> sfn.redriveExecution(redrive -> redrive.executionArn(missing)))) {
            refused(ExecutionDoesNotExistException.class, 400, "ExecutionDoesNotExist", "Execution Does Not Exist: '" + missing + "'", call);
        }
        refused(InvalidArnException.class, 400, "InvalidArn", "Resource type not valid in this context: stateMachine", () -> describe(machine));
    }

    @Test
    void theHistoryComesInPagesForwardsAndBackwardsWithoutGaps() {
        var arn = start(machine(PASS), name, "{\"a\":1}");
        var all = sfn.getExecutionHistory(call -> call.executionArn(arn)).events();
        assertEquals(List.of(HistoryEventType.EXECUTION_STARTED, HistoryEventType.PASS_STATE_ENTERED, HistoryEventType.PASS_STATE_EXITED, HistoryEventType.EXECUTION_SUCCEEDED),
                all.stream().map(HistoryEvent::type).toList());
        assertEquals("{\"a\":1}", all.getFirst().executionStartedEventDetails().input());

        for (var reversed : List.of(false, true)) {
            var ids = sfn.getExecutionHistoryPaginator(call -> call.executionArn(arn).maxResults(3).reverseOrder(reversed)).events().stream().map(HistoryEvent::id).toList();
            var expected = LongStream.rangeClosed(1, 4).boxed().toList();
            assertEquals(reversed ? expected.reversed() : expected, ids);
        }
        assertNull(sfn.getExecutionHistory(call -> call.executionArn(arn).maxResults(4)).nextToken(), "nothing follows the last event");
    }

    @Test
    void theHistoryComesWithoutDataIfAskedSo() {
        var arn = start(machine(PASS), name, "{\"a\":1}");
        var events = sfn.getExecutionHistory(call -> call.executionArn(arn).includeExecutionData(false)).events();
        assertNull(events.getFirst().executionStartedEventDetails().input());
        assertNull(events.getLast().executionSucceededEventDetails().output());
        assertEquals("P", events.get(1).stateEnteredEventDetails().name());
    }

    @Test
    void aTokenOfAnotherListIsInvalid() {
        var machine = machine(PASS);
        var first = start(machine, name, "{}");
        var second = start(machine, name + "-2", "{}");
        var token = sfn.getExecutionHistory(call -> call.executionArn(first).maxResults(1)).nextToken();
        for (var wrong : List.of(token, "nonsense")) {
            refused(InvalidTokenException.class, 400, "InvalidToken", "Invalid Token", () -> sfn.getExecutionHistory(call -> call.executionArn(second).nextToken(wrong)));
            refused(InvalidTokenException.class, 400, "InvalidToken", "Invalid Token", () -> sfn.listExecutions(call -> call.stateMachineArn(machine).nextToken(wrong)));
        }
        refused(ValidationException.class, 400, "ValidationException", "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
                () -> sfn.getExecutionHistory(call -> call.executionArn(first).maxResults(1001)));
    }

    @Test
    void executionsAreListedNewestFirstByStatusAndInPages() {
        var machine = machine(WAIT);
        var started = new ArrayList<String>();
        for (int number = 0; number < 5; number++) {
            started.add(start(machine, name + number, "{}"));
        }
        sfn.stopExecution(call -> call.executionArn(started.get(2)));

        var listed = sfn.listExecutionsPaginator(call -> call.stateMachineArn(machine).maxResults(2)).executions().stream().map(each -> each.executionArn()).toList();
        assertEquals(started.reversed(), listed);
        assertEquals(List.of(started.get(2)), sfn.listExecutions(call -> call.stateMachineArn(machine).statusFilter(ExecutionStatus.ABORTED)).executions().stream()
                .map(each -> each.executionArn()).toList());
        assertEquals(5, sfn.listExecutions(call -> call.stateMachineArn(machine).redriveFilter("NOT_REDRIVEN")).executions().size());
        refused(ValidationException.class, 400, "ValidationException", "Value 'GONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set",
                () -> sfn.listExecutions(call -> call.stateMachineArn(machine).statusFilter("GONE")));
        refused(StateMachineDoesNotExistException.class, 400, "StateMachineDoesNotExist", "", () -> sfn.listExecutions(call -> call.stateMachineArn(machine + "x")));
    }

    @Test
    void machinesAreListedAndDescribed() {
        var checkout = stage.model().stateMachines().values().iterator().next();
        assertTrue(sfn.listStateMachinesPaginator(call -> call.maxResults(1)).stateMachines().stream().anyMatch(each -> each.stateMachineArn().equals(checkout.arn())));
        var described = sfn.describeStateMachine(call -> call.stateMachineArn(checkout.arn()));
        assertEquals(checkout.definition(), described.definition());
        assertEquals(checkout.name(), described.name());
        assertEquals(StateMachineType.STANDARD, described.type());
        assertEquals("ACTIVE", described.statusAsString());
        refused(StateMachineDoesNotExistException.class, 400, "StateMachineDoesNotExist", "", () -> sfn.describeStateMachine(call -> call.stateMachineArn(checkout.arn() + "x")));

        var machine = machine(PASS);
        var execution = start(machine, name, "{}");
        assertEquals(machine, sfn.describeStateMachineForExecution(call -> call.executionArn(execution)).stateMachineArn());
    }

    @Test
    void aTaskIsAnsweredOnceByItsToken() {
        var execution = start(tokenMachine(), name, "{}");
        var token = token(execution);
        assertEquals(ExecutionStatus.RUNNING, describe(execution).status());
        sfn.sendTaskHeartbeat(call -> call.taskToken(token));
        refused(InvalidOutputException.class, 400, "InvalidOutput", "Invalid Output", () -> sfn.sendTaskSuccess(call -> call.taskToken(token).output("{")));

        sfn.sendTaskSuccess(call -> call.taskToken(token).output("{\"paid\":true}"));

        Clients.quiet(stage);
        assertEquals("{\"paid\":true}", describe(execution).output());
        for (Runnable late : List.<Runnable>of(() -> sfn.sendTaskSuccess(call -> call.taskToken(token).output("{}")), () -> sfn.sendTaskFailure(call -> call.taskToken(token)),
                () -> sfn.sendTaskHeartbeat(call -> call.taskToken(token)))) {
            refused(TaskTimedOutException.class, 400, "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", late);
        }
    }

    @Test
    void aTokenNobodyWasGivenOrThatIsNoneIsRefused() {
        var token = token(start(tokenMachine(), name, "{}"));
        var unknown = token.substring(0, token.length() - 4) + (token.endsWith("0000") ? "1111" : "0000");
        refused(TaskDoesNotExistException.class, 400, "TaskDoesNotExist", "Task Does Not Exist", () -> sfn.sendTaskSuccess(call -> call.taskToken(unknown).output("{}")));
        refused(InvalidTokenException.class, 400, "InvalidToken", "Invalid Token: 'Invalid token'", () -> sfn.sendTaskHeartbeat(call -> call.taskToken("none")));
        refused(ValidationException.class, 400, "ValidationException", "Value null at 'taskToken'", () -> sfn.sendTaskFailure(call -> call.error("X")));
        refused(ValidationException.class, 400, "ValidationException", "Value null at 'output'", () -> sfn.sendTaskSuccess(call -> call.taskToken(token)));
    }

    @Test
    void aTaskThatIsFailedByItsTokenFailsWithErrorAndCauseAndIsRedrivenWithANewToken() {
        var execution = start(tokenMachine(), name, "{}");
        var token = token(execution);
        sfn.sendTaskFailure(call -> call.taskToken(token).error("Refused").cause("no money"));
        Clients.quiet(stage);
        var failed = describe(execution);
        assertEquals(ExecutionStatus.FAILED, failed.status());
        assertEquals("Refused", failed.error());
        assertEquals("no money", failed.cause());
        assertEquals("REDRIVABLE", failed.redriveStatusAsString());

        assertFalse(sfn.redriveExecution(call -> call.executionArn(execution)).redriveDate().isBefore(failed.stopDate()));

        Clients.quiet(stage);
        assertEquals(1, describe(execution).redriveCount());
        assertNotEquals(token, token(execution));
        sfn.sendTaskSuccess(call -> call.taskToken(token(execution)).output("1"));
        Clients.quiet(stage);
        assertEquals(ExecutionStatus.SUCCEEDED, describe(execution).status());
        assertEquals(1, sfn.listExecutions(call -> call.stateMachineArn(failed.stateMachineArn()).redriveFilter("REDRIVEN")).executions().size());
    }

    @Test
    void whatRunsOrSucceededIsNotRedrivable() {
        var succeeded = start(machine(PASS), name, "{}");
        refused(ExecutionNotRedrivableException.class, 400, "ExecutionNotRedrivable", "", () -> sfn.redriveExecution(call -> call.executionArn(succeeded)));
        assertEquals("NOT_REDRIVABLE", describe(succeeded).redriveStatusAsString());
        var running = start(machine(WAIT), name, "{}");
        refused(ExecutionNotRedrivableException.class, 400, "ExecutionNotRedrivable", "", () -> sfn.redriveExecution(call -> call.executionArn(running)));
    }

    @Test
    void aStoppedExecutionIsAbortedWithErrorAndCauseAndStaysSo() {
        var execution = start(machine(WAIT), name, "{}");
        var stopped = sfn.stopExecution(call -> call.executionArn(execution).error("Enough").cause("by hand")).stopDate();
        assertEquals(stopped, sfn.stopExecution(call -> call.executionArn(execution)).stopDate());
        var described = describe(execution);
        assertEquals(ExecutionStatus.ABORTED, described.status());
        assertEquals("Enough", described.error());
        assertEquals(HistoryEventType.EXECUTION_ABORTED, sfn.getExecutionHistory(call -> call.executionArn(execution).reverseOrder(true)).events().getFirst().type());
    }

    @Test
    void aFailStateSaysWhy() {
        var described = describe(start(machine(FAIL), name, "{}"));
        assertEquals("Broken", described.error());
        assertEquals("on purpose", described.cause());
    }

    @Test
    void whatTheStageDoesNotHaveIsSaidByName() {
        refused(SfnException.class, 400, "UnknownOperationException", "The local stage does not have StepFunctions's CreateStateMachine.",
                () -> sfn.createStateMachine(call -> call.name("x").definition("{}").roleArn("arn:aws:iam::000000000000:role/x")));
    }

    /** A machine whose task waits for a token; the function it invokes looks for forgotten events and does not mind its input. */
    private String tokenMachine() {
        return machine(TOKEN.replace("FUNCTION", stage.model().functions().get("republish-catalog-events").name()));
    }

    /** The newest token given out, read where it is written down: in the parameters of the task. */
    private String token(String execution) {
        var scheduled = sfn.getExecutionHistory(call -> call.executionArn(execution).reverseOrder(true)).events().stream()
                .filter(event -> event.type() == HistoryEventType.TASK_SCHEDULED).findFirst().orElseThrow();
        return Json.read(scheduled.taskScheduledEventDetails().parameters()).path("Payload").path("token").asText();
    }
}
