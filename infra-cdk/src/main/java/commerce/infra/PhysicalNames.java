package commerce.infra;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;

/**
 * The names that are fixed because somebody refers to them without a reference: an operator, or a function of an earlier stack. All
 * other names are made by CloudFormation.
 *
 * @param environment of the deployment
 */
record PhysicalNames(String environment) {

    static final String LIVE = "live";

    String prefix() {
        return "commerce-" + environment;
    }

    String function(String operation) {
        return prefix() + "-" + operation;
    }

    /** @param workflow {@code PaymentRecovery} */
    String workflow(String workflow) {
        return prefix() + "-" + Operation.kebab(workflow);
    }

    /** The alias of an operation that belongs to a later stack. */
    String functionArn(Stack stack, String operation) {
        return arn(stack, "lambda", "function", function(operation) + ":" + LIVE);
    }

    String workflowArn(Stack stack, String workflow) {
        return arn(stack, "states", "stateMachine", workflow(workflow));
    }

    /** All executions of a workflow: they are named by what they are about, such as an order's id, which nobody knows at deployment. */
    String workflowExecutions(Stack stack, String workflow) {
        return arn(stack, "states", "execution", workflow(workflow) + ":*");
    }

    private static String arn(Stack stack, String service, String resource, String name) {
        return stack.formatArn(ArnComponents.builder().service(service).resource(resource).resourceName(name).arnFormat(ArnFormat.COLON_RESOURCE_NAME).build());
    }
}
