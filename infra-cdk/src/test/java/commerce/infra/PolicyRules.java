package commerce.infra;

import static commerce.infra.Rule.ofEvery;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** No policy allows more than it names, except where AWS offers nothing narrower. */
final class PolicyRules {

    /** AWS offers no narrower resource for these. */
    private static final Set<String> TRACES = Set.of("xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments");
    private static final Set<String> LOG_DELIVERY = Set.of(
            "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
            "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery");
    /** Files are named when they are made; the bucket and what their names begin with are said. */
    private static final Set<String> FILES = Set.of("s3:GetObject", "s3:PutObject");
    /** Executions are named by what they are about, which nobody knows at deployment; the workflow they belong to is named. */
    private static final Set<String> EXECUTIONS = Set.of("states:DescribeExecution", "states:RedriveExecution");

    static final Rule WILDCARDS = new Rule("no policy allows a wildcard beyond the unavoidable ones",
            templates -> Policies.allowed(templates).stream().filter(statement -> offends(statement, templates)).map(Policies.Allowed::toString));

    static final Rule MANAGED = ofEvery("AWS::IAM::Role", "no role uses a policy of AWS's own, which allows more than one function needs",
            (templates, role) -> role.property("ManagedPolicyArns").isMissingNode());

    static final Rule OWN_TABLE = new Rule("no function touches the table of another context", templates -> templates.functions().stream()
            .flatMap(function -> Policies.ofFunction(templates, function).stream().filter(statement -> usesTable(statement))
                    .flatMap(statement -> statement.resources().stream()).filter(resource -> !resource.startsWith("<" + function.stack() + "." + function.stack() + "Table"))
                    .map(resource -> function + " reaches " + resource)));

    static final Rule TABLE_KEY = new Rule("whoever uses a table may use its key, and nobody else", templates -> templates.functions().stream().filter(function -> {
        var statements = Policies.ofFunction(templates, function);
        return statements.stream().anyMatch(PolicyRules::usesTable) != statements.stream().anyMatch(statement -> usesTableKey(templates, statement));
    }).map(Templates.Resource::toString));

    static final Rule SECRET_KEY = new Rule("whoever may read a secret may use its key", templates -> templates.functions().stream().flatMap(function -> {
        var statements = Policies.ofFunction(templates, function);
        return secretsOf(templates, statements).filter(secret -> !mayDecrypt(templates, statements, secret)).map(secret -> function + " may not decrypt " + secret);
    }));

    static final Rule KEY_THROUGH_SERVICE = new Rule("a key may be used only through the service that holds what it encrypts",
            templates -> Policies.allowed(templates).stream()
            .filter(statement -> statement.holder().type().equals("AWS::IAM::Policy") && statement.actions().stream().anyMatch(action -> action.startsWith("kms:")))
            .filter(statement -> !statement.condition().path("StringEquals").has("kms:ViaService")).map(Policies.Allowed::toString));

    static final Rule FOR_US = new Rule("a service may do something with what is ours only on our behalf", templates -> Policies.allowed(templates).stream()
            .filter(statement -> statement.statement().path("Principal").has("Service") && !onOurBehalf(statement)).map(Policies.Allowed::toString));

    static final List<Rule> ALL = List.of(WILDCARDS, MANAGED, OWN_TABLE, TABLE_KEY, SECRET_KEY, KEY_THROUGH_SERVICE, FOR_US);

    private PolicyRules() {}

    private static boolean offends(Policies.Allowed statement, Templates templates) {
        if (Stream.of("NotAction", "NotResource", "NotPrincipal").anyMatch(statement.statement()::has)
                || statement.actions().stream().anyMatch(action -> action.contains("*")) || statement.statement().path("Principal").toString().contains("*")) {
            return true;
        }
        return statement.resources().stream().filter(resource -> resource.contains("*")).anyMatch(resource -> !unavoidable(statement, resource, templates));
    }

    private static boolean unavoidable(Policies.Allowed statement, String resource, Templates templates) {
        if (resource.equals("*")) {
            // In a key's own policy the star means that key; no other value is allowed there.
            return statement.holder().type().equals("AWS::KMS::Key")
                    || statement.actions().stream().allMatch(action -> TRACES.contains(action) || LOG_DELIVERY.contains(action));
        }
        if (FILES.containsAll(statement.actions()) && resource.matches("<\\w+\\.\\w+\\.Arn>/[a-z_/-]+/\\*")) {
            return templates.ofType("AWS::S3::Bucket").anyMatch(bucket -> resource.startsWith("<" + bucket.stack() + "." + bucket.id() + ".Arn>/"));
        }
        return EXECUTIONS.containsAll(statement.actions()) && templates.ofType("AWS::StepFunctions::StateMachine")
                .anyMatch(machine -> resource.endsWith(":execution:" + machine.property("StateMachineName").asText() + ":*"));
    }

    private static boolean usesTable(Policies.Allowed statement) {
        return statement.actions().stream().anyMatch(action -> action.startsWith("dynamodb:"));
    }

    private static boolean usesTableKey(Templates templates, Policies.Allowed statement) {
        return statement.actions().contains("kms:GenerateDataKey")
                && templates.text(statement.holder().stack(), statement.condition().at("/StringEquals/kms:ViaService")).equals("dynamodb.<AWS::Region>.amazonaws.com");
    }

    private static Stream<Templates.Resource> secretsOf(Templates templates, List<Policies.Allowed> statements) {
        var readable = statements.stream().filter(statement -> statement.actions().contains("secretsmanager:GetSecretValue")).flatMap(statement -> statement.resources().stream()).toList();
        return templates.ofType("AWS::SecretsManager::Secret").filter(secret -> secret.properties().has("KmsKeyId") && readable.contains("<" + secret.stack() + "." + secret.id() + ">"));
    }

    private static boolean mayDecrypt(Templates templates, List<Policies.Allowed> statements, Templates.Resource secret) {
        var key = templates.text(secret.stack(), secret.property("KmsKeyId"));
        return statements.stream().anyMatch(statement -> statement.actions().contains("kms:Decrypt") && statement.resources().contains(key)
                && templates.text(statement.holder().stack(), statement.condition().at("/StringEquals/kms:ViaService")).startsWith("secretsmanager."));
    }

    /** Lambda names no account when it takes a role: only functions of this account can have one. */
    private static boolean onOurBehalf(Policies.Allowed statement) {
        return statement.statement().at("/Principal/Service").asText().equals("lambda.amazonaws.com")
                || statement.condition().at("/StringEquals").has("aws:SourceAccount") || statement.condition().at("/ArnEquals").has("aws:SourceArn");
    }
}
