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

/**
 * A workflow of a context: its definition comes from the workflows module, its steps are the operations given. It has a role of its own
 * that may invoke them and nothing else, a log group, and an alarm for each way an execution can end badly.
 */
final class Workflow extends Construct {

    /**
     * @param name {@code PaymentRecovery} is the definition {@code payment-recovery.asl.json} and the machine {@code commerce-<env>-payment-recovery}
     * @param care what happens to an execution that ended badly, and what a person has to do about it
     * @param steps exactly the operations the definition names, of this and of earlier stacks
     */
    Workflow(ContextStack context, String name, String care, List<Operation> steps) {
        super(context, name);
        var deployment = context.deployment();
        var machineName = deployment.names().workflow(name);
        var logs = LogGroup.Builder.create(this, "Logs")
                // This prefix keeps the log group out of the account's log resource policy, whose length is limited.
                .logGroupName("/aws/vendedlogs/states/" + machineName)
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
                .stateMachineName(machineName)
                .stateMachineType(StateMachineType.STANDARD)
                .definitionBody(DefinitionBody.fromString(definition(Operation.kebab(name) + ".asl.json")))
                .definitionSubstitutions(substitutions)
                .role(role)
                .tracingEnabled(true)
                .logs(LogOptions.builder().destination(logs).level(LogLevel.ALL).includeExecutionData(false).build())
                .build();
        ((CfnStateMachine) machine.getNode().getDefaultChild()).overrideLogicalId(name + "Workflow");
        var options = MetricOptions.builder().period(Alarms.PERIOD).statistic("Sum").build();
        context.alarms().on(this, "Failed", machine.metricFailed(options), "an execution of " + machineName + " failed: " + care);
        context.alarms().on(this, "Aborted", machine.metricAborted(options), "somebody stopped an execution of " + machineName + ", so what it had still to do is not done: " + care);
        context.alarms().on(this, "TimedOut", machine.metricTimedOut(options), "an execution of " + machineName + " timed out as a whole: " + care);
    }

    private static String definition(String file) {
        try (var resource = Workflow.class.getClassLoader().getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is not on the class path: build the workflows module first");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
