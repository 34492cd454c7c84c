package commerce.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No policy allows more than it names, except where AWS offers nothing narrower. */
class WildcardTest {

    /** AWS offers no narrower resource for these. */
    private static final Set<String> TRACES = Set.of("xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments");
    private static final Set<String> LOG_DELIVERY = Set.of(
            "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
            "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery");
    /** Executions are named by order ids, which nobody knows at deployment; the workflow they belong to is named. */
    private static final Set<String> EXECUTIONS = Set.of("states:DescribeExecution", "states:RedriveExecution");

    @ParameterizedTest
    @ValueSource(strings = {"local", "dev", "prod"})
    void noPolicyAllowsAWildcardBeyondTheUnavoidableOnes(String environment) {
        assertEquals("", String.join("\n", offenders(Templates.of(environment), "commerce-" + environment)));
    }

    private static List<String> offenders(Templates templates, String prefix) {
        return Policies.allowed(templates).stream().filter(statement -> offends(statement, prefix)).map(Policies.Allowed::toString).toList();
    }

    private static boolean offends(Policies.Allowed statement, String prefix) {
        if (statement.statement().has("NotAction") || statement.statement().has("NotResource") || statement.statement().has("NotPrincipal")
                || statement.actions().stream().anyMatch(action -> action.contains("*"))
                || statement.statement().path("Principal").toString().contains("*")) {
            return true;
        }
        return statement.resources().stream().filter(resource -> resource.contains("*")).anyMatch(resource -> !unavoidable(statement, resource, prefix));
    }

    private static boolean unavoidable(Policies.Allowed statement, String resource, String prefix) {
        if (resource.equals("*")) {
            // In a key's own policy the star means that key; no other value is allowed there.
            return statement.holder().type().equals("AWS::KMS::Key")
                    || statement.actions().stream().allMatch(action -> TRACES.contains(action) || LOG_DELIVERY.contains(action));
        }
        return resource.endsWith(":execution:" + prefix + "-checkout:*") && EXECUTIONS.containsAll(statement.actions());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            """
            {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:eu-central-1:1:table/T"}""",
            """
            {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Put*"], "Resource": "arn:aws:dynamodb:eu-central-1:1:table/T"}""",
            """
            {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"}""",
            """
            {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": {"Fn::Join": ["", [{"Fn::GetAtt": ["Table", "Arn"]}, "/index/*"]]}}""",
            """
            {"Effect": "Allow", "Action": ["xray:PutTraceSegments", "s3:GetObject"], "Resource": "*"}""",
            """
            {"Effect": "Allow", "Action": "states:StopExecution", "Resource": "arn:aws:states:eu-central-1:1:execution:commerce-local-checkout:*"}""",
            """
            {"Effect": "Allow", "Action": "states:DescribeExecution", "Resource": "arn:aws:states:eu-central-1:1:execution:other:*"}""",
            """
            {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "arn:aws:s3:::bucket"}"""})
    void theSearchFindsAStatementThatAllowsTooMuch(String statement, @TempDir Path folder) throws Exception {
        var policy = new ObjectMapper().readTree("{\"Resources\": {\"P\": {\"Type\": \"AWS::IAM::Policy\", \"Properties\": {\"PolicyDocument\": {\"Statement\": [" + statement + "]}}}}}");
        Files.writeString(folder.resolve("Bad.template.json"), policy.toString());

        assertEquals(1, offenders(Templates.read(folder), "commerce-local").size());
    }

    @Test
    void noRoleUsesAPolicyOfAws() {
        var managed = Templates.of("prod").ofType("AWS::IAM::Role").filter(role -> !role.property("ManagedPolicyArns").isMissingNode()).toList();

        assertTrue(managed.isEmpty(), () -> "AWS's managed policies allow more than one function needs: " + managed);
    }
}
