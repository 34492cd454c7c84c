package commerce.infra;

import software.amazon.awscdk.Stack;

/**
 * What functions may do with the checkout workflow, known by its fixed name: it belongs to the Ordering stack, which comes after the
 * functions it calls.
 */
final class WorkflowAccess {

    private static final String VARIABLE = "CHECKOUT_STATE_MACHINE_ARN";

    private final String machine;
    private final String executions;

    WorkflowAccess(Stack stack, PhysicalNames names) {
        machine = names.checkoutArn(stack);
        executions = names.checkoutExecutions(stack);
    }

    String machineArn() {
        return machine;
    }

    /** @return the operation, which may now end a task that waits for its token */
    Operation answeredBy(Operation operation) {
        return operation.may(machine, "states:SendTaskFailure", "states:SendTaskSuccess");
    }

    /** @return the operation, which may now start an order's execution */
    Operation startedBy(Operation operation) {
        return operation.with(VARIABLE, machine).may(machine, "states:StartExecution");
    }

    /** @return the operation, which may now look at an order's execution */
    Operation readBy(Operation operation) {
        return operation.with(VARIABLE, machine).may(executions, "states:DescribeExecution");
    }

    /** @return the operation, which may now let a failed execution go on */
    Operation redrivenBy(Operation operation) {
        return readBy(operation).may(executions, "states:RedriveExecution");
    }
}
