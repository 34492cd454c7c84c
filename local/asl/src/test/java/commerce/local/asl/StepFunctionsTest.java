package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import commerce.local.asl.StepFunctionsError.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API around the interpreter: names, listings, tokens, status events, counters, reset. */
class StepFunctionsTest {

    private static final String MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:checkout";
    private static final String EXECUTION = "arn:aws:states:eu-central-1:123456789012:execution:checkout:";
    private static final StateMachineDefinition WAITS = definition("{\"Type\":\"Wait\",\"Seconds\":10,\"End\":true}");
    private static final StateMachineDefinition PASSES = definition("{\"Type\":\"Pass\",\"End\":true}");
    private static final StateMachineDefinition FAILS = definition("{\"Type\":\"Fail\",\"Error\":\"E\",\"Cause\":\"c\"}");
    private static final StateMachineDefinition ASKS = definition(
            "{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke.waitForTaskToken\",\"TimeoutSeconds\":60,\"End\":true}");

    private final Simulation simulation = new Simulation();
    private final List<TaskRequest> requests = new ArrayList<>();
    private final StepFunctions service = new StepFunctions(simulation, simulation, (request, callback) -> requests.add(request),
            RandomGeneratorFactory.of("L64X128MixRandom").create(7));

    private static StateMachineDefinition definition(String state) {
        return StateMachineDefinition.parse("{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\",\"States\":{\"A\":" + state + "}}");
    }

    private String start(StateMachineDefinition definition, String name) {
        service.createStateMachine(MACHINE, definition);
        String arn = service.startExecution(MACHINE, name, "{}").executionArn();
        simulation.settle();
        return arn;
    }

    private static void assertRefused(Code code, Runnable call) {
        assertEquals(code, assertThrows(StepFunctionsError.class, call::run).code());
    }

    @Test
    void theSameNameAndInputWhileRunningAnswersTheSameExecution() {
        start(WAITS, "order-1");
        simulation.advance(Duration.ofSeconds(5));
        StepFunctions.StartedExecution again = service.startExecution(MACHINE, "order-1", " { } ");
        assertEquals(new StepFunctions.StartedExecution(EXECUTION + "order-1", Simulation.START), again);
        assertEquals(1, service.listExecutions(MACHINE, Optional.empty()).size());
    }

    @Test
    void theSameNameWithAnotherInputIsRefused() {
        start(WAITS, "order-1");
        assertRefused(Code.EXECUTION_ALREADY_EXISTS, () -> service.startExecution(MACHINE, "order-1", "{\"a\":1}"));
    }

    @Test
    void theNameOfAClosedExecutionIsRefusedFor90Days() {
        start(PASSES, "order-1");
        assertRefused(Code.EXECUTION_ALREADY_EXISTS, () -> service.startExecution(MACHINE, "order-1", "{}"));
        simulation.advance(Duration.ofDays(90));
        assertRefused(Code.EXECUTION_ALREADY_EXISTS, () -> service.startExecution(MACHINE, "order-1", "{}"));
        simulation.advance(Duration.ofSeconds(1));
        assertEquals(EXECUTION + "order-1", service.startExecution(MACHINE, "order-1", "{}").executionArn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "has space", "a/b", "a:b", "a*", "a?", "a#b", "a\"b", "a<b", "tab\t", "01234567890123456789012345678901234567890123456789012345678901234567890123456789x"})
    void namesThatAwsRefusesAreRefused(String name) {
        service.createStateMachine(MACHINE, PASSES);
        assertRefused(Code.INVALID_NAME, () -> service.startExecution(MACHINE, name, "{}"));
    }

    @Test
    void withoutANameOneIsMade() {
        service.createStateMachine(MACHINE, PASSES);
        String first = service.startExecution(MACHINE, null, null).executionArn();
        String second = service.startExecution(MACHINE, null, null).executionArn();
        assertNotEquals(first, second);
        assertTrue(first.matches(EXECUTION + "[0-9a-f-]{36}"), first);
        assertEquals("{}", service.describeExecution(first).input());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nope", "{} {}"})
    void inputThatIsNotJsonIsRefused(String input) {
        service.createStateMachine(MACHINE, PASSES);
        assertRefused(Code.INVALID_EXECUTION_INPUT, () -> service.startExecution(MACHINE, "a", input));
        assertRefused(Code.EXECUTION_DOES_NOT_EXIST, () -> service.describeExecution(EXECUTION + "a"));
    }

    @Test
    void inputLargerThan256KiBIsRefused() {
        service.createStateMachine(MACHINE, PASSES);
        assertRefused(Code.INVALID_EXECUTION_INPUT, () -> service.startExecution(MACHINE, "a", "\"" + "x".repeat(262_143) + "\""));
        service.startExecution(MACHINE, "b", "\"" + "x".repeat(262_142) + "\"");
    }

    @Test
    void unknownMachinesAndExecutionsAreRefused() {
        assertRefused(Code.STATE_MACHINE_DOES_NOT_EXIST, () -> service.startExecution(MACHINE, "a", "{}"));
        assertRefused(Code.STATE_MACHINE_DOES_NOT_EXIST, () -> service.listExecutions(MACHINE, Optional.empty()));
        assertRefused(Code.EXECUTION_DOES_NOT_EXIST, () -> service.getExecutionHistory(EXECUTION + "a"));
        assertRefused(Code.EXECUTION_DOES_NOT_EXIST, () -> service.stopExecution(EXECUTION + "a", null, null));
        assertRefused(Code.EXECUTION_DOES_NOT_EXIST, () -> service.redriveExecution(EXECUTION + "a"));
        assertRefused(Code.INVALID_ARN, () -> service.createStateMachine("checkout", PASSES));
    }

    @Test
    void creatingTheSameMachineAgainIsNoErrorAndAnotherOneIs() {
        service.createStateMachine(MACHINE, PASSES);
        service.createStateMachine(MACHINE, PASSES);
        assertRefused(Code.STATE_MACHINE_ALREADY_EXISTS, () -> service.createStateMachine(MACHINE, FAILS));
        assertEquals(List.of(MACHINE), service.listStateMachines());
    }

    @Test
    void aNewDefinitionIsForNewExecutionsOnly() {
        String old = start(WAITS, "old");
        service.updateStateMachine(MACHINE, FAILS);
        String young = service.startExecution(MACHINE, "young", "{}").executionArn();
        simulation.advance(Duration.ofSeconds(10));
        assertEquals(ExecutionStatus.SUCCEEDED, service.describeExecution(old).status());
        assertEquals(ExecutionStatus.FAILED, service.describeExecution(young).status());
    }

    @Test
    void executionsAreListedNewestFirstAndByStatus() {
        start(WAITS, "first");
        simulation.advance(Duration.ofSeconds(1));
        service.startExecution(MACHINE, "second", "{}");
        service.stopExecution(EXECUTION + "first", null, null);
        assertEquals(List.of("second", "first"), service.listExecutions(MACHINE, Optional.empty()).stream().map(ExecutionDescription::name).toList());
        assertEquals(List.of("first"),
                service.listExecutions(MACHINE, Optional.of(ExecutionStatus.ABORTED)).stream().map(ExecutionDescription::name).toList());
    }

    @Test
    void statusChangesAreToldInOrderWithTheFieldsOfAwsEvent() {
        List<ExecutionStatusChange> changes = new ArrayList<>();
        service.addListener(changes::add);
        String arn = start(FAILS, "order-1");
        simulation.advance(Duration.ofSeconds(5));
        service.redriveExecution(arn);
        simulation.settle();
        assertEquals(List.of("RUNNING 0", "FAILED 0", "RUNNING 1", "FAILED 1"),
                changes.stream().map(change -> change.execution().status() + " " + change.execution().redriveCount()).toList());
        var failed = changes.get(1).detail();
        assertEquals("[\"executionArn\",\"stateMachineArn\",\"name\",\"status\",\"startDate\",\"stopDate\",\"input\",\"inputDetails\",\"output\","
                + "\"outputDetails\",\"error\",\"cause\",\"stateMachineVersionArn\",\"stateMachineAliasArn\",\"redriveCount\",\"redriveDate\","
                + "\"redriveStatus\",\"redriveStatusReason\"]", new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(
                        failed.propertyStream().map(java.util.Map.Entry::getKey).toList()).toString());
        assertEquals("FAILED", failed.get("status").asText());
        assertEquals("E", failed.get("error").asText());
        assertEquals(Simulation.START.toEpochMilli(), failed.get("startDate").asLong());
        assertEquals(Simulation.START.toEpochMilli(), failed.get("stopDate").asLong());
        assertEquals("{}", failed.get("input").asText());
        assertTrue(failed.get("output").isNull());
        assertEquals("REDRIVABLE", failed.get("redriveStatus").asText());
        var running = changes.get(2).detail();
        assertTrue(running.get("stopDate").isNull());
        assertEquals(Simulation.START.plusSeconds(5).toEpochMilli(), running.get("redriveDate").asLong());
        assertEquals("Execution is RUNNING and cannot be redriven", running.get("redriveStatusReason").asText());
    }

    @Test
    void whatIsNoTokenIsAnInvalidToken() {
        assertRefused(Code.INVALID_TOKEN, () -> service.sendTaskSuccess("nonsense", "{}"));
        assertRefused(Code.INVALID_TOKEN, () -> service.sendTaskFailure("", null, null));
        assertRefused(Code.INVALID_TOKEN, () -> service.sendTaskHeartbeat(null));
    }

    @Test
    void aTokenNobodyWasGivenDoesNotExist() {
        start(ASKS, "a");
        String given = requests.getFirst().taskToken().orElseThrow();
        char last = given.charAt(given.length() - 1);
        String other = given.substring(0, given.length() - 1) + (last == '0' ? '1' : '0');
        assertRefused(Code.TASK_DOES_NOT_EXIST, () -> service.sendTaskSuccess(other, "{}"));
    }

    @Test
    void outputThatIsNotJsonIsRefusedAndTheTaskGoesOnWaiting() {
        String arn = start(ASKS, "a");
        String token = requests.getFirst().taskToken().orElseThrow();
        assertRefused(Code.INVALID_OUTPUT, () -> service.sendTaskSuccess(token, "{"));
        assertRefused(Code.INVALID_OUTPUT, () -> service.sendTaskSuccess(token, "\"" + "x".repeat(262_143) + "\""));
        service.sendTaskSuccess(token, "{\"ok\":true}");
        assertEquals("{\"ok\":true}", service.describeExecution(arn).output().orElseThrow());
    }

    @Test
    void theRequestSaysWhatTheHostNeeds() {
        String arn = start(ASKS, "a");
        TaskRequest request = requests.getFirst();
        assertEquals("arn:aws:states:::lambda:invoke.waitForTaskToken", request.resource());
        assertEquals("arn:aws:states:::lambda:invoke", request.resourceWithoutPattern());
        assertTrue(request.waitsForTaskToken());
        assertEquals(arn, request.executionArn());
        assertEquals(MACHINE, request.stateMachineArn());
        assertEquals("A", request.stateName());
        assertEquals(0, request.attempt());
        assertEquals(Optional.of(Simulation.START.plusSeconds(60)), request.deadline());
    }

    @Test
    void transitionsAreCountedForTheServiceAndTheExecution() {
        String arn = start(FAILS, "a");
        service.redriveExecution(arn);
        simulation.settle();
        assertEquals(2, service.describeExecution(arn).stateTransitions());
        assertEquals(2, service.stateTransitions());
    }

    @Test
    void resetForgetsExecutionsTokensTimersAndCountersButNotMachines() {
        List<ExecutionStatusChange> changes = new ArrayList<>();
        String arn = start(ASKS, "a");
        service.addListener(changes::add);
        String token = requests.getFirst().taskToken().orElseThrow();
        service.reset();
        assertRefused(Code.EXECUTION_DOES_NOT_EXIST, () -> service.describeExecution(arn));
        assertRefused(Code.TASK_DOES_NOT_EXIST, () -> service.sendTaskSuccess(token, "{}"));
        assertEquals(List.of(), simulation.pendingTimers());
        assertEquals(0, service.stateTransitions());
        simulation.advance(Duration.ofHours(1));
        assertEquals(List.of(), changes);
        assertEquals(arn, service.startExecution(MACHINE, "a", "{}").executionArn());
    }

    @Test
    void aResourceThatThrowsFailsItsTask() {
        StepFunctions broken = new StepFunctions(simulation, simulation, (request, callback) -> {
            throw new IllegalStateException("no such function");
        }, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        broken.createStateMachine(MACHINE, ASKS);
        String arn = broken.startExecution(MACHINE, "a", "{}").executionArn();
        simulation.settle();
        assertEquals(Optional.of("States.TaskFailed"), broken.describeExecution(arn).error());
        assertTrue(broken.describeExecution(arn).cause().orElseThrow().contains("no such function"));
    }

    @Test
    void aSecondAnswerOfTheResourceIsIgnored() {
        List<TaskCallback> callbacks = new ArrayList<>();
        StepFunctions twice = new StepFunctions(simulation, simulation, (request, callback) -> callbacks.add(callback),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        twice.createStateMachine(MACHINE, definition("{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"End\":true}"));
        String arn = twice.startExecution(MACHINE, "a", "{}").executionArn();
        simulation.settle();
        callbacks.getFirst().succeed(JsonNodeFactory.instance.numberNode(1));
        callbacks.getFirst().fail("E", "late");
        assertEquals(Optional.of("1"), twice.describeExecution(arn).output());
    }

    @Test
    void anExecutionStoppedBeforeItsFirstStepNeverTakesIt() {
        service.createStateMachine(MACHINE, PASSES);
        String arn = service.startExecution(MACHINE, "a", "{}").executionArn();
        service.stopExecution(arn, null, null);
        service.redriveExecution(arn);
        simulation.settle();
        assertEquals(ExecutionStatus.SUCCEEDED, service.describeExecution(arn).status());
        assertEquals(List.of("ExecutionStarted", "ExecutionAborted", "ExecutionRedriven", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"),
                service.getExecutionHistory(arn).stream().map(HistoryEvent::type).toList());
    }

    @Test
    void historyEventsAreWrittenAsTheApiAnswersThem() {
        String arn = start(PASSES, "a");
        assertEquals("{\"timestamp\":1767225600.000,\"type\":\"PassStateEntered\",\"id\":2,\"previousEventId\":0,\"stateEnteredEventDetails\":"
                + "{\"input\":\"{}\",\"inputDetails\":{\"truncated\":false},\"name\":\"A\"}}",
                service.getExecutionHistory(arn).get(1).toJson().toString());
    }

    @Test
    void aDefinitionListsWhatTemplatesMustProvide() {
        StateMachineDefinition definition = StateMachineDefinition.parse("""
                {"QueryLanguage":"JSONata","StartAt":"P","States":{
                  "P":{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
                    "Retry":[{"ErrorEquals":["a.B","States.Timeout"]}],"End":true}}}],
                    "Catch":[{"ErrorEquals":["c.D"],"Next":"M"}],"Next":"M"},
                  "M":{"Type":"Map","ItemProcessor":{"StartAt":"E","States":{"E":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}},"End":true}}}
                """);
        assertEquals(Set.of("arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage"), definition.taskResources());
        assertEquals(Set.of("a.B", "States.Timeout", "c.D"), definition.errorNames());
        assertEquals(Set.of("P", "A", "M", "E"), definition.stateNames());
        assertFalse(definition.json().isBlank());
    }
}
