package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How every function is built, whatever it does. */
class FunctionsTest {

    private final Templates templates = Templates.of("prod");

    @Test
    void anOperationHasOneNameEverywhere() {
        for (var function : templates.functions()) {
            assertEquals(function.stack().toLowerCase(), function.body().at("/Metadata/commerce:module").asText());
            assertEquals(Operation.kebab(function.id()), function.operation());
            assertEquals(function.operation(), function.property("Environment/Variables/QUARKUS_LAMBDA_HANDLER").asText());
            assertEquals("commerce-prod-" + function.id(), function.property("FunctionName").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({"ReserveStock,reserve-stock", "GetProduct,get-product", "PublishCatalogEvents,publish-catalog-events"})
    void aClassNameIsAKebabNameInPascalCase(String name, String kebab) {
        assertEquals(kebab, Operation.kebab(name));
    }

    @Test
    void everyFunctionIsCalledThroughTheAliasOfAPublishedVersionThatStartsFromASnapshot() {
        for (var function : templates.functions()) {
            assertEquals("PublishedVersions", function.property("SnapStart/ApplyOn").asText(), function::toString);
            var alias = templates.ofType("AWS::Lambda::Alias").filter(candidate -> templates.functionBehind(candidate.stack(), candidate.property("FunctionName")).equals(function)).toList();
            assertEquals(1, alias.size(), function::toString);
            assertEquals("live", alias.getFirst().property("Name").asText());
            assertEquals("AWS::Lambda::Version", templates.target(alias.getFirst().stack(), alias.getFirst().property("FunctionVersion")).orElseThrow().type());
            assertTrue(alias.getFirst().property("ProvisionedConcurrencyConfig").isMissingNode(), () -> "a snapshot and provisioned concurrency exclude each other: " + function);
        }
    }

    @Test
    void nothingCallsAFunctionPastItsAlias() {
        for (var type : new String[] {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission"}) {
            templates.ofType(type).forEach(caller -> assertEquals("AWS::Lambda::Alias", templates.target(caller.stack(), caller.property("FunctionName")).orElseThrow().type(), caller::toString));
        }
    }

    @Test
    void everyFunctionLogsIntoItsOwnGroupForALimitedTime() {
        var groups = new HashSet<String>();
        for (var function : templates.functions()) {
            var group = templates.target(function.stack(), function.property("LoggingConfig/LogGroup")).orElseThrow();
            assertTrue(groups.add(group.toString()), () -> function + " shares a log group");
            assertEquals("/aws/lambda/commerce-prod-" + function.id(), group.property("LogGroupName").asText());
        }
        templates.ofType("AWS::Logs::LogGroup").forEach(group -> assertEquals(90, group.property("RetentionInDays").asInt(), group::toString));
    }

    @Test
    void everyFunctionIsTraced() {
        templates.functions().forEach(function -> assertEquals("Active", function.property("TracingConfig/Mode").asText(), function::toString));
    }

    @Test
    void whatAnswersTheFrontDoorGivesUpBeforeTheFrontDoorDoes() {
        templates.ofType("AWS::ApiGatewayV2::Integration").forEach(integration -> {
            var function = templates.functionBehind(integration.stack(), integration.property("IntegrationUri"));
            assertTrue(function.property("Timeout").asInt() < 29, function::toString);
        });
    }

    @Test
    void whoeverWaitsForAnotherFunctionWaitsLongerThanThatFunctionMayRun() {
        for (var function : templates.functions()) {
            function.property("Environment/Variables").properties().stream().filter(variable -> variable.getKey().endsWith("_FUNCTION")).forEach(variable -> {
                var name = templates.text(function.stack(), variable.getValue()).replaceAll(".*function:commerce-prod-(\\w+):live", "$1").replaceAll("<\\w+\\.(\\w+)Live>", "$1");
                assertTrue(templates.function(name).property("Timeout").asInt() < function.property("Timeout").asInt(), () -> function + " does not wait for " + name);
            });
        }
    }

    @Test
    void aStepsFunctionGivesUpBeforeItsStateDoes() throws Exception {
        var machine = templates.ofType("AWS::StepFunctions::StateMachine").findFirst().orElseThrow();
        for (var state : new ObjectMapper().readTree(machine.property("DefinitionString").asText()).path("States")) {
            var name = state.at("/Arguments/FunctionName").asText();
            if (!name.isEmpty() && state.path("TimeoutSeconds").isInt()) {
                var function = templates.functionBehind(machine.stack(), machine.property("DefinitionSubstitutions/" + name.substring(2, name.length() - 1)));
                assertTrue(function.property("Timeout").asInt() < state.path("TimeoutSeconds").asInt(), function::toString);
            }
        }
    }
}
