package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowsTest {

    /** Each workflow's logical id, and the functions that know it by its name. */
    private static final Map<String, List<String>> KNOWN_TO = Map.of(
            "CheckoutWorkflow", List.of("PlaceOrder", "StartCheckout", "RepairOrder", "InspectOrder"),
            "PaymentRecoveryWorkflow", List.of("StartPaymentRecovery"),
            "ClearingWorkflow", List.of("StartDueClearings", "StartClearing", "FinishClearing"));

    private final Templates templates = Templates.of("local");

    @Test
    void everyMachineIsNamedAsTheFunctionsKnowIt() {
        KNOWN_TO.forEach((workflow, functions) -> {
            var name = templates.one("AWS::StepFunctions::StateMachine", workflow).property("StateMachineName").asText();
            var variable = name.replace("commerce-local-", "").replace('-', '_').toUpperCase() + "_STATE_MACHINE_ARN";
            for (var function : functions) {
                var known = templates.function(function);
                assertTrue(templates.text(known.stack(), known.property("Environment/Variables/" + variable)).endsWith(":stateMachine:" + name), function);
            }
        });
    }

    /** Whoever waits for a token, or starts by name what may have been started before, needs what Express workflows do not have. */
    @Test
    void everyMachineIsAStandardOne() {
        templates.ofType("AWS::StepFunctions::StateMachine").forEach(machine -> assertEquals("STANDARD", machine.property("StateMachineType").asText(), machine::toString));
    }

    @Test
    void everyMachineIsNamedAfterItsDefinition() {
        templates.ofType("AWS::StepFunctions::StateMachine").forEach(machine ->
                assertEquals("commerce-local-" + Operation.kebab(machine.id().replaceAll("Workflow$", "")), machine.property("StateMachineName").asText()));
    }
}
