package commerce.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import commerce.local.asl.StateMachineDefinition;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What must be true of every definition as text, whatever it does. */
class DefinitionsTest {

    @Test
    void everyDefinitionIsOneAwsWouldAccept() {
        Workflows.all().forEach(workflow -> StateMachineDefinition.parse(workflow.substituted(Simulation.arns(workflow))));
    }

    @Test
    void everyTaskInvokesTheOperationOfItsName() {
        tasks((name, task) -> {
            if (task.at("/Arguments").has("FunctionName")) {
                assertEquals("${" + pascalCase(name) + "Arn}", task.at("/Arguments/FunctionName").asText());
            }
        });
    }

    @Test
    void everyTaskHasATimeOutAndRetriesWithJitterAndALimitedDelay() {
        tasks((name, task) -> {
            assertTrue(task.has("TimeoutSeconds"), name);
            assertTrue(task.path("Retry").size() > 0, name);
            task.path("Retry").forEach(retrier -> {
                assertEquals("FULL", retrier.path("JitterStrategy").asText(), name);
                assertTrue(retrier.path("MaxDelaySeconds").asInt() > 0, name);
            });
            assertTrue(Definitions.errors(task.path("Retry").path(0)).containsAll(Definitions.TRANSIENT), name);
        });
    }

    @Test
    void everyTaskSaysWhy() {
        tasks((name, task) -> assertFalse(task.path("Comment").asText().isBlank(), name));
    }

    @Test
    void aPlaceholderWithoutAValueIsNamed() {
        var missing = assertThrows(IllegalArgumentException.class, () -> Workflows.checkout().substituted(Map.of()));
        assertTrue(missing.getMessage().contains("DescribeOrderArn"), missing.getMessage());
    }

    private static void tasks(BiConsumer<String, JsonNode> check) {
        Workflows.all().forEach(workflow -> Definitions.tasks(workflow, check));
    }

    private static String pascalCase(String stateName) {
        var words = stateName.split(" ");
        var pascal = new StringBuilder();
        for (var word : words) {
            pascal.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return pascal.toString();
    }
}
