package commerce.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnAlias;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;

/**
 * One operation as a Lambda function: its own role that may do nothing but what is said here, its own log group, an alias that
 * follows the newest published version (started from a snapshot), an alarm.
 *
 * <p>The construct, the logical id and the metadata carry the operation's one name, so that a reader of the template (the local
 * stage) can find the class.
 */
final class Operation extends software.constructs.Construct {

    private static final String HANDLER = "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

    private final ContextStack context;
    private final String name;
    private final Trigger trigger;
    private final Role role;
    private final LogGroup logs;
    private final Function function;
    private final Alias alias;
    private int timeoutSeconds;

    Operation(ContextStack context, String name, Trigger trigger, String description) {
        super(context, name);
        this.context = context;
        this.name = name;
        this.trigger = trigger;
        this.timeoutSeconds = trigger.timeoutSeconds();
        var config = context.deployment().config();
        var functionName = context.deployment().names().function(name);
        logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/aws/lambda/" + functionName)
                .retention(config.data().logs())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = Role.Builder.create(this, "Role").assumedBy(new ServicePrincipal("lambda.amazonaws.com")).build();
        may(logs.getLogGroupArn(), "logs:CreateLogStream", "logs:PutLogEvents");
        function = Function.Builder.create(this, "Function")
                .functionName(functionName)
                .description(context.module() + ": " + description)
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(HANDLER)
                .code(context.code())
                .memorySize(config.capacity().memoryMb())
                .timeout(Duration.seconds(timeoutSeconds))
                .environment(environment(config))
                .role(role)
                .logGroup(logs)
                .tracing(Tracing.ACTIVE)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .build();
        var resource = (CfnFunction) function.getNode().getDefaultChild();
        resource.overrideLogicalId(name);
        resource.addMetadata("commerce:operation", kebab(name));
        resource.addMetadata("commerce:module", context.module());
        alias = Alias.Builder.create(this, "Live").aliasName(PhysicalNames.LIVE).version(function.getCurrentVersion()).build();
        ((CfnAlias) alias.getNode().getDefaultChild()).overrideLogicalId(name + "Live");
        if (trigger == Trigger.REFUSABLE_TASK) {
            ErrorAlarm.onLoggedErrors(this, name, logs, context.alarms());
        } else {
            ErrorAlarm.onFailedInvocations(this, function, context.alarms());
        }
    }

    /** In whichever order: the CDK sorts a function's variables. */
    private Map<String, String> environment(DeploymentConfig config) {
        return Map.of(
                "QUARKUS_LAMBDA_HANDLER", kebab(name),
                "TABLE_NAME", context.table().name(),
                "POWERTOOLS_SERVICE_NAME", context.module(),
                "POWERTOOLS_METRICS_NAMESPACE", Alarms.NAMESPACE,
                "POWERTOOLS_LOG_LEVEL", config.logLevel());
    }

    /** {@code ReserveStock} is {@code reserve-stock} as a bean and a file. */
    static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase();
    }

    /** May do that with items of the context's table. */
    Operation on(ContextTable table, TableAction... actions) {
        may(table.arn(), Arrays.stream(actions).map(TableAction::action).toArray(String[]::new));
        return decrypts(table);
    }

    /** As {@link #on}, but only with items whose partition key begins with that prefix. */
    Operation onKeys(String prefix, ContextTable table, TableAction... actions) {
        keyed(table.arn(), prefix, Arrays.stream(actions).map(TableAction::action).toList());
        return decrypts(table);
    }

    /** May query that index of the context's table. */
    Operation queries(ContextTable table, String index) {
        may(table.indexArn(index), TableAction.QUERY.action());
        return decrypts(table);
    }

    /** As {@link #queries}, but only partitions whose key begins with that prefix. */
    Operation queriesKeys(String prefix, ContextTable table, String index) {
        keyed(table.indexArn(index), prefix, List.of(TableAction.QUERY.action()));
        return decrypts(table);
    }

    /** May read the changes of the context's table. That the function may list streams is checked against this stream when the mapping is made. */
    Operation readsStream(ContextTable table) {
        may(table.streamArn(), "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");
        return decrypts(table);
    }

    private void keyed(String resource, String prefix, List<String> actions) {
        role.addToPolicy(PolicyStatement.Builder.create().actions(actions).resources(List.of(resource))
                .conditions(Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(prefix + "*"))))
                .build());
    }

    /** May store files below that prefix of the shared bucket. */
    Operation stores(String prefix, FilesBucket files) {
        may(files.below(prefix), "s3:PutObject");
        return mayThrough("s3", files.key(), "kms:Decrypt", "kms:GenerateDataKey").with("FILES_BUCKET", files.name());
    }

    /** May read files below that prefix of the shared bucket. */
    Operation reads(String prefix, FilesBucket files) {
        may(files.below(prefix), "s3:GetObject");
        return mayThrough("s3", files.key(), "kms:Decrypt").with("FILES_BUCKET", files.name());
    }

    /** An encrypted table needs its key too, but only on the way through DynamoDB. */
    private Operation decrypts(ContextTable table) {
        return mayThrough("dynamodb", table.key(), "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo");
    }

    /** May use a key, if that service asks for it on the function's behalf. */
    Operation mayThrough(String service, IKey key, String... actions) {
        role.addToPolicy(PolicyStatement.Builder.create().actions(List.of(actions)).resources(List.of(key.getKeyArn()))
                .conditions(Map.of("StringEquals", Map.of("kms:ViaService", service + "." + Stack.of(this).getRegion() + ".amazonaws.com")))
                .build());
        return this;
    }

    /** May do exactly that with exactly that resource. */
    Operation may(String resource, String... actions) {
        role.addToPolicy(PolicyStatement.Builder.create().actions(List.of(actions)).resources(List.of(resource)).build());
        return this;
    }

    /** May call another context's read-only operation, whose address it finds in that variable. */
    Operation asks(String variable, Operation other) {
        return asks(variable, other.arn());
    }

    /** As above, for an operation of a later stack, known by its fixed name. */
    Operation asks(String variable, String functionArn) {
        may(functionArn, "lambda:InvokeFunction");
        return with(variable, functionArn);
    }

    /** Finds a value in its environment. */
    Operation with(String variable, String value) {
        function.addEnvironment(variable, value);
        return this;
    }

    /** Gives up earlier or later than others of its kind: whoever waits for it must wait longer. */
    Operation within(int seconds) {
        ((CfnFunction) function.getNode().getDefaultChild()).setTimeout(seconds);
        timeoutSeconds = seconds;
        return this;
    }

    /** After how long it gives up. */
    int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** Keeps that much concurrency to itself. 0 for none. */
    Operation reserves(int concurrency) {
        if (concurrency > 0) {
            ((CfnFunction) function.getNode().getDefaultChild()).setReservedConcurrentExecutions(concurrency);
        }
        return this;
    }

    String name() {
        return name;
    }

    Trigger trigger() {
        return trigger;
    }

    Function function() {
        return function;
    }

    Alias alias() {
        return alias;
    }

    /** What callers call: the alias. */
    String arn() {
        return alias.getFunctionArn();
    }

    ContextStack context() {
        return context;
    }
}
