package commerce.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.iam.ServicePrincipalOpts;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/** The checkout workflow: its definition comes from the workflows module, its steps are the operations given. */
final class Checkout extends Construct {

    /** Resource of the workflows module. */
    static final String DEFINITION = "checkout.asl.json";

    Checkout(ContextStack context, Deployment deployment, List<Operation> steps) {
        super(context, "Checkout");
        var logs = LogGroup.Builder.create(this, "Logs")
                // This prefix keeps the log group out of the account's log resource policy, whose length is limited.
                .logGroupName("/aws/vendedlogs/states/" + deployment.names().checkout())
                .retention(deployment.config().data().logs())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        // Or Step Functions could be made to act for somebody else's state machine.
        var forThisAccount = ServicePrincipalOpts.builder().conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID))).build();
        var role = Role.Builder.create(this, "Role").assumedBy(new ServicePrincipal("states.amazonaws.com", forThisAccount)).build();
        role.addToPolicy(PolicyStatement.Builder.create().actions(List.of("lambda:InvokeFunction")).resources(steps.stream().map(Operation::arn).toList()).build());
        var substitutions = new TreeMap<String, String>();
        steps.forEach(step -> substitutions.put(step.name() + "Arn", step.arn()));
        var machine = StateMachine.Builder.create(this, "StateMachine")
                .stateMachineName(deployment.names().checkout())
                .stateMachineType(StateMachineType.STANDARD)
                .definitionBody(DefinitionBody.fromString(definition()))
                .definitionSubstitutions(substitutions)
                .role(role)
                .tracingEnabled(true)
                .logs(LogOptions.builder().destination(logs).level(LogLevel.ALL).includeExecutionData(false).build())
                .build();
        ((CfnStateMachine) machine.getNode().getDefaultChild()).overrideLogicalId("CheckoutWorkflow");
        var options = MetricOptions.builder().period(Alarms.PERIOD).statistic("Sum").build();
        context.alarms().on(this, "Failed", machine.metricFailed(options), "an execution failed and is being repaired: see the log of RepairOrder");
        context.alarms().on(this, "Aborted", machine.metricAborted(options), "somebody stopped an execution, which skips its compensation: it is being repaired, see the log of RepairOrder");
        context.alarms().on(this, "TimedOut", machine.metricTimedOut(options), "an execution timed out as a whole and is being repaired: see the log of RepairOrder");
    }

    private static String definition() {
        try (var resource = Checkout.class.getClassLoader().getResourceAsStream(DEFINITION)) {
            if (resource == null) {
                throw new IllegalStateException(DEFINITION + " is not on the class path: build the workflows module first");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
