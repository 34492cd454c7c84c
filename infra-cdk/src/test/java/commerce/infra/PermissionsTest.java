package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may do what with which resource. That a function may do what its code does, and no more, is in {@link CodeRules}. */
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

        assertEquals(publishers, whoMay("events:PutEvents"));
    }

    @Test
    void onlyOrderingStartsAndRepairsCheckouts() {
        assertEquals(Set.of("PlaceOrder", "StartCheckout", "StartPaymentRecovery", "StartDueClearings", "StartClearing", "FinishClearing"), whoMay("states:StartExecution"));
        assertEquals(Set.of("RepairOrder"), whoMay("states:RedriveExecution"));
        assertEquals(Set.of("InspectOrder", "RepairOrder"), whoMay("states:DescribeExecution"));
        assertEquals(Set.of(), whoMay("states:StopExecution"));
    }

    @Test
    void onlyPaymentReadsProvidersSecrets() {
        for (var name : whoMay("secretsmanager:GetSecretValue")) {
            assertEquals("Payment", templates.function(name).stack());
        }
        assertFalse(whoMay("secretsmanager:GetSecretValue").isEmpty());
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
}
