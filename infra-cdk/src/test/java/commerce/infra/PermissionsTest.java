package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may do what with which resource. That a function may do what its code does, and no more, is {@link CodeAndTemplateTest}'s. */
class PermissionsTest {

    private final Templates templates = Templates.of("prod");

    private List<Policies.Allowed> of(String function) {
        return Policies.ofFunction(templates, templates.function(function));
    }

    private Set<String> whoMay(String action) {
        return templates.functions().stream()
                .filter(function -> Policies.ofFunction(templates, function).stream().anyMatch(statement -> statement.actions().contains(action)))
                .map(Templates.Resource::id).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyFunctionHasARoleOfItsOwn() {
        var roles = new HashSet<String>();
        templates.functions().forEach(function -> assertTrue(roles.add(function.stack() + templates.text(function.stack(), function.property("Role"))), () -> function + " shares a role"));
    }

    @Test
    void noFunctionTouchesATableOfAnotherContext() {
        for (var function : templates.functions()) {
            for (var statement : Policies.ofFunction(templates, function)) {
                if (statement.actions().stream().anyMatch(action -> action.startsWith("dynamodb:"))) {
                    statement.resources().forEach(resource -> assertTrue(resource.startsWith("<" + function.stack() + "." + function.stack() + "Table"), () -> function + " reaches " + resource));
                }
            }
        }
    }

    @Test
    void whoeverUsesATableMayUseItsKeyOnlyThroughDynamoDb() {
        for (var function : templates.functions()) {
            var statements = Policies.ofFunction(templates, function);
            var usesTable = statements.stream().anyMatch(statement -> statement.actions().stream().anyMatch(action -> action.startsWith("dynamodb:")));
            var usesKey = statements.stream().anyMatch(statement -> statement.actions().contains("kms:GenerateDataKey")
                    && templates.text(function.stack(), statement.condition().at("/StringEquals/kms:ViaService")).equals("dynamodb.<AWS::Region>.amazonaws.com"));

            assertEquals(usesTable, usesKey, () -> function + " must have both the table's and the key's grant, or neither");
        }
        Policies.allowed(templates).stream().filter(statement -> statement.holder().type().equals("AWS::IAM::Policy"))
                .filter(statement -> statement.actions().stream().anyMatch(action -> action.startsWith("kms:")))
                .forEach(statement -> assertTrue(statement.condition().at("/StringEquals").has("kms:ViaService"), statement::toString));
    }

    @Test
    void theWebhookReachesNothingButTheInbox() {
        var table = of("PaymentWebhook").stream().filter(statement -> statement.actions().stream().anyMatch(action -> action.startsWith("dynamodb:"))).toList();

        assertEquals(1, table.size());
        assertEquals("[\"_platform#*\"]", table.getFirst().condition().at("/ForAllValues:StringLike/dynamodb:LeadingKeys").toString());
    }

    @Test
    void sweepersQueryOnlyTheInstallationsPartitions() {
        for (var function : templates.functions()) {
            Policies.ofFunction(templates, function).stream()
                    .filter(statement -> statement.resources().stream().anyMatch(resource -> resource.endsWith("/index/unpublished") || resource.endsWith("/index/unapplied")))
                    .forEach(statement -> assertTrue(statement.condition().at("/ForAllValues:StringLike/dynamodb:LeadingKeys/0").asText().startsWith("_platform#"), statement::toString));
        }
    }

    @Test
    void onlyPublishersPutEvents() {
        var publishers = templates.functions().stream().map(Templates.Resource::id).filter(name -> name.matches("(Rep|P)ublish\\w+Events")).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(12, publishers.size());
        assertEquals(publishers, whoMay("events:PutEvents"));
    }

    @Test
    void onlyOrderingStartsAndRepairsCheckouts() {
        assertEquals(Set.of("PlaceOrder", "StartCheckout"), whoMay("states:StartExecution"));
        assertEquals(Set.of("RepairOrder"), whoMay("states:RedriveExecution"));
        assertEquals(Set.of("InspectOrder", "RepairOrder"), whoMay("states:DescribeExecution"));
        assertEquals(Set.of(), whoMay("states:StopExecution"));
    }

    @Test
    void onlyPaymentReadsTheProvidersSecret() {
        for (var name : whoMay("secretsmanager:GetSecretValue")) {
            var function = templates.function(name);
            assertEquals("Payment", function.stack());
            assertTrue(function.property("Environment/Variables").has("SIMULATOR_SECRET_ARN"), name);
        }
        assertFalse(whoMay("secretsmanager:GetSecretValue").isEmpty());
    }

    @Test
    void everyFunctionMayInvokeExactlyTheFunctionsItsEnvironmentNames() {
        for (var function : templates.functions()) {
            var named = new TreeSet<String>();
            function.property("Environment/Variables").properties().stream().filter(variable -> variable.getKey().endsWith("_FUNCTION"))
                    .forEach(variable -> named.add(templates.text(function.stack(), variable.getValue())));
            var allowed = new TreeSet<String>();
            Policies.ofFunction(templates, function).stream().filter(statement -> statement.actions().contains("lambda:InvokeFunction")).forEach(statement -> allowed.addAll(statement.resources()));

            assertEquals(named, allowed, function::toString);
        }
    }

    @Test
    void aFunctionKnownByNameExistsUnderThatName() {
        var names = templates.functions().stream().map(function -> function.property("FunctionName").asText()).collect(Collectors.toSet());
        var known = new HashMap<String, String>();
        templates.functions().forEach(function -> function.property("Environment/Variables").properties().forEach(variable -> {
            var text = templates.text(function.stack(), variable.getValue());
            if (text.contains(":function:")) {
                known.put(function.id(), text.split(":function:")[1]);
            }
        }));

        assertFalse(known.isEmpty());
        known.forEach((function, name) -> assertTrue(names.contains(name.split(":")[0]) && name.endsWith(":live"), () -> function + " knows " + name + ", which does not exist"));
    }

    @Test
    void theWorkflowMayInvokeExactlyItsSteps() {
        var machine = templates.ofType("AWS::StepFunctions::StateMachine").findFirst().orElseThrow();
        var steps = new TreeSet<String>();
        machine.property("DefinitionSubstitutions").forEach(step -> steps.add(templates.text(machine.stack(), step)));
        var allowed = new TreeSet<String>();
        Policies.ofRole(templates, templates.target(machine.stack(), machine.property("RoleArn")).orElseThrow()).stream()
                .filter(statement -> statement.actions().contains("lambda:InvokeFunction")).forEach(statement -> allowed.addAll(statement.resources()));

        assertEquals(steps, allowed);
    }
}
