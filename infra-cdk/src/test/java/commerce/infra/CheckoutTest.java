package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CheckoutTest {

    private final Templates templates = Templates.of("local");
    private final Templates.Resource machine = templates.ofType("AWS::StepFunctions::StateMachine").findFirst().orElseThrow();

    @Test
    void theMachineIsNamedAsTheFunctionsKnowIt() {
        assertEquals("commerce-local-checkout", machine.property("StateMachineName").asText());
        assertEquals("STANDARD", machine.property("StateMachineType").asText());
        for (var name : new String[] {"PlaceOrder", "StartCheckout", "RepairOrder", "InspectOrder"}) {
            assertTrue(templates.text("Ordering", templates.function(name).property("Environment/Variables/CHECKOUT_STATE_MACHINE_ARN")).endsWith(":stateMachine:commerce-local-checkout"), name);
        }
    }
}
