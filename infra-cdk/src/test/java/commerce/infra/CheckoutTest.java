package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CheckoutTest {

    private final Templates templates = Templates.of("local");
    private final Templates.Resource machine = templates.ofType("AWS::StepFunctions::StateMachine").findFirst().orElseThrow();

    @Test
    void everyStepOfTheDefinitionIsAFunctionAndEveryFunctionGivenIsAStep() {
        var placeholders = Pattern.compile("\\$\\{(\\w+)}").matcher(machine.property("DefinitionString").asText()).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
        var given = new TreeSet<String>();
        machine.property("DefinitionSubstitutions").properties().forEach(substitution -> {
            given.add(substitution.getKey());
            assertEquals(substitution.getKey(), templates.functionBehind(machine.stack(), substitution.getValue()).id() + "Arn");
        });

        assertEquals(placeholders, given);
    }

    @Test
    void theMachineIsNamedAsTheFunctionsKnowIt() {
        assertEquals("commerce-local-checkout", machine.property("StateMachineName").asText());
        assertEquals("STANDARD", machine.property("StateMachineType").asText());
        for (var name : new String[] {"PlaceOrder", "StartCheckout", "RepairOrder", "InspectOrder"}) {
            assertTrue(templates.text("Ordering", templates.function(name).property("Environment/Variables/CHECKOUT_STATE_MACHINE_ARN")).endsWith(":stateMachine:commerce-local-checkout"), name);
        }
    }

    @Test
    void everyExecutionIsLoggedAndTracedWithoutItsData() {
        assertEquals("ALL", machine.property("LoggingConfiguration/Level").asText());
        assertEquals(false, machine.property("LoggingConfiguration/IncludeExecutionData").asBoolean(true));
        assertTrue(machine.property("TracingConfiguration/Enabled").asBoolean());
    }
}
